/** Specs of the command as a process: what keeps it from running is told on standard error, exit code 2. */
import { once } from 'node:events'
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, onTestFinished, test } from 'vitest'

import { startNode } from '../program.ts'

const main = fileURLToPath(new URL('../../../harness/cli/main.ts', import.meta.url))

async function runFile(name: string, files: Record<string, string>): Promise<{ exitCode: unknown; said: string }> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-main-'))
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder.path, path), text)
  await using program = startNode([main, 'run', name], { cwd: folder.path })
  return { exitCode: await program.ended(), said: program.said() }
}

test('a command that does not exist is a usage error', async () => {
  await using program = startNode([main, 'frobnicate'])
  expect(await program.ended()).toBe(2)
  expect(program.said()).toBe("error: unknown command 'frobnicate'\n")
})

test('a row that is not sound is told with file, line and column, its code and a remedy, before anything is started', async () => {
  const index = new URL('../../../harness/index.ts', import.meta.url).href
  const zod = import.meta.resolve('zod')
  const { exitCode, said } = await runFile('orders.ts', {
    'orders.csv': 'id,cents\n1,250\n2,free\n3,gratis\n',
    'orders.ts': `
      import { column, csvFixture, defineScenario, pipeline, pyflinkJob } from '${index}'
      import { z } from '${zod}'
      const Order = z.object({ id: column.int(), cents: column.int() })
      export default defineScenario({
        name: 'orders',
        job: pyflinkJob({ root: 'jobs', module: 'orders.job' }),
        input: csvFixture('orders.csv', Order),
        reference: pipeline(Order),
        identity: 'id',
      })`,
  })
  expect(exitCode).toBe(2)
  expect(said.trim().split('\n')).toEqual([
    expect.stringMatching(/^error: orders\.csv:3:2: .*"free".* \(and 1 more\) \[CSV_INVALID\]$/),
    expect.stringMatching(/^ {2}orders\.csv:4:2: .*"gratis"/),
    expect.stringMatching(/^remedy: Correct the file.*Nothing was sent\.$/),
  ])
})

test('a secret in an error is not printed', async () => {
  const throwing = 'throw new Error("no login with password=hunter2 at https://me:hunter2@host/")'
  const { exitCode, said } = await runFile('orders.ts', { 'orders.ts': throwing })
  expect(exitCode).toBe(2)
  expect(said).toContain('no login with password=*** at https://***@host/')
  expect(said).not.toContain('hunter2')
})

test('a broker that closes every connection is told, though nothing else keeps the command alive', async () => {
  const closing = createServer((socket) => void socket.end()).listen(0, '127.0.0.1')
  onTestFinished(() => void closing.close())
  await once(closing, 'listening')
  const address = `127.0.0.1:${(closing.address() as AddressInfo).port}`
  await using program = startNode([main, 'topic', 'days', '--brokers', address])
  expect(await program.ended()).toBe(2)
  expect(program.said()).toContain('[KAFKA_TOPIC_FAILED]')
})

test('a fault of our own is no failure of the job: it is shown whole, and the exit code is not 1', async () => {
  const { exitCode, said } = await runFile('orders.mjs', {
    'orders.mjs': `export default { definedIn: null, reference: {}, get input() { throw new TypeError('a fault') } }`,
  })
  expect(exitCode).toBe(2)
  expect(said).toMatch(/TypeError: a fault\n\s+at get input/)
})
