/** Specs of Ctrl-C, in a process that can be interrupted. */
import { expect, test } from 'vitest'

import { neverMs } from '../../patience.ts'
import { moduleText, type Program, startNode } from '../program.ts'

const source = new URL('../../../harness/cli/interrupt.ts', import.meta.url).href

// The clock is put forward instead of waiting for it: SIGUSR2 lets a minute pass.
const working = `
  import { interruption } from '${source}'
  const clock = performance.now.bind(performance)
  let passedMs = 0
  performance.now = () => clock() + passedMs
  const signal = interruption()
  const say = (text) => process.stdout.write(text + '\\n')
  signal.addEventListener('abort', () => say('asked to end: ' + signal.reason.code + ' ' + signal.reason.exitCode))
  let heard = 0
  process.on('SIGINT', () => say('heard ' + ++heard))
  process.on('SIGUSR2', () => say('a minute later', passedMs += 60_000))
  setTimeout(() => undefined, ${neverMs})
  say('working')
`

async function work(): Promise<Program> {
  const program = startNode(moduleText(working))
  await program.says('working')
  return program
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('the first %s asks the work to end, says so, and knows the exit code %d', async (signal, exitCode) => {
  await using program = await work()
  program.process.kill(signal)
  await program.says(`asked to end: INTERRUPTED ${exitCode}`)
  await expect(program.says(`interrupted by ${signal}; removing what was started ...`)).resolves.toBeUndefined()
})

test('its echo within a second changes nothing, a later one ends the process at once', async () => {
  await using program = await work()
  for (const time of [1, 2]) {
    program.process.kill('SIGINT')
    await program.says(`heard ${time}`)
  }
  program.process.kill('SIGUSR2')
  await program.says('a minute later')
  program.process.kill('SIGTERM')
  expect(await program.ended()).toBe(143)
})
