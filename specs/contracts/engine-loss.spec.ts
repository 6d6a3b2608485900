/** The engine goes in the middle of a run, and comes back: the run ends at once and says so, and then nothing of it is left. */
import { on, once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Readable } from 'node:stream'

import { expect, test, vi } from 'vitest'

import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { setUp } from '../../harness/setup/set-up.ts'
import { type MarkedRun, startMarked } from '../endurance/marked-run.ts'

vi.setConfig({ testTimeout: 120_000 })

/** The engine by an address of its own, which can be lost: other specs need the engine itself. */
interface Passage extends Disposable {
  readonly address: string
  /** Cuts every connection and takes no more. */
  lose(): void
  /** Takes connections again, at the same address. */
  restore(): Promise<void>
}

async function passage(): Promise<Passage> {
  const { socketPath } = (await connectEngine()).modem as unknown as { readonly socketPath: string }
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (from) => {
    const to = connect({ path: socketPath, allowHalfOpen: true })
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy()).on('close', () => open.delete(one))
    }
  })
  const listening = async (port: number): Promise<number> => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const lose = (): void => {
    server.close()
    for (const socket of open) socket.destroy()
  }
  const port = await listening(0)
  return {
    address: `tcp://127.0.0.1:${port}`,
    lose,
    restore: async () => void (await listening(port)),
    [Symbol.dispose]: lose,
  }
}

/** Waits until a run has said this. */
async function says(run: MarkedRun, words: string): Promise<void> {
  let said = ''
  for await (const [text] of on(run.process.stdout as Readable, 'data', { signal: AbortSignal.timeout(30_000) })) {
    said += String(text)
    if (said.includes(words)) return
  }
}

test.each([
  [
    'while its containers start',
    (run: MarkedRun) => run.until('a container to be there', (left) => left.some((name) => name.endsWith('-kafka'))),
    /could not be started: the container engine does not answer .*\[STACK_FAILED\]/,
  ],
  [
    'while its job is submitted',
    (run: MarkedRun) => says(run, 'job: submitting'),
    /^verdict: unknown\nthe engine no longer says how the container of \w+ is: /m,
  ],
])(
  'a run whose engine is lost %s says so at once, and is cleaned up when the engine is back',
  async (_, comes, why) => {
    await setUp()
    using engine = await passage()
    const command = ['bootstrap/streamassay.js', 'run', 'scenarios/rainy-days.ts', '--own-stack']
    using run = startMarked([`DOCKER_HOST=${engine.address}`, process.execPath, ...command])
    await comes(run)

    engine.lose()
    const lostMs = performance.now()
    expect(await run.ended).toBe(2)
    expect(performance.now() - lostMs).toBeLessThan(20_000)
    expect(await run.said).toMatch(why)
    expect(await run.said).toMatch(/remedy:? .*`npx streamassay doctor`/)
    expect(await run.leftovers()).not.toEqual([])

    await engine.restore()
    await run.untilClean()
  },
)
