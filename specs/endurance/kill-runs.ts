/**
 * Kills runs at random moments with each of four signals, and looks whether anything is left of them half a minute later,
 * while other runs go on beside them and must pass. Its control kills the watchers too: then something must be left, which
 * `streamassay clean` removes.
 *
 *     npm run check:kills -- [--kills 40] [--controls 4] [--seed N]
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

import * as fc from 'fast-check'

import { StreamassayError } from '../../harness/errors.ts'
import { setUp } from '../../harness/setup/set-up.ts'
import { cleanTimeoutMs, type MarkedRun, startMarkedRun } from './marked-run.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const
type Signal = (typeof signals)[number]

const scenario = 'scenarios/rainy-days.ts'
/** A run on a stack of its own takes about so long, beside another one. */
const longestLifeMs = 12_000
const runTimeoutMs = 180_000

/** Whether nothing was left of a run that was ended by the signal after a time. */
async function killOne(name: string, signal: Signal, lifeMs: number): Promise<boolean> {
  using run = startMarkedRun(scenario)
  await elapsed(lifeMs)
  const hasEnded = run.process.exitCode !== null
  run.process.kill(signal)
  await run.ended
  const startedMs = performance.now()
  const left = await untilClean(run)
  const how = hasEnded ? 'had ended by itself' : `${signal} after ${(lifeMs / 1000).toFixed(1)} s`
  const outcome = left === '' ? `clean after ${((performance.now() - startedMs) / 1000).toFixed(1)} s` : `LEFT: ${left}`
  process.stdout.write(`${name}: ${how}: ${outcome}\n`)
  return left === ''
}

/** Kills watcher and run together. @returns whether something was left, and is gone after `clean` */
async function killWithWatcher(name: string, lifeMs: number): Promise<boolean> {
  using run = startMarkedRun(scenario)
  await elapsed(lifeMs)
  const processes = await run.processes()
  const watchersFirst = [
    ...processes.filter(({ command }) => isWatcher(command)),
    ...processes.filter(({ command }) => !isWatcher(command)),
  ]
  for (const { pid } of watchersFirst) killIfThere(pid)
  run.process.kill('SIGKILL')
  await run.ended
  await elapsed(5000)
  const left = await run.leftovers()
  const cleaned = spawnSync(process.execPath, ['bootstrap/streamassay.js', 'clean'], {
    encoding: 'utf8',
    timeout: runTimeoutMs,
  })
  const after = await run.leftovers()
  process.stdout.write(
    `${name}: without its watcher ${left.length} left (${left.join(', ')}); clean exited with ${cleaned.status} and left ${after.length}\n`,
  )
  return left.length > 0 && after.length === 0
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It has ended in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

const isWatcher = (command: string): boolean => command.includes('watcher-main')

/** What is left when the time is over, in words; empty when nothing is. */
async function untilClean(run: MarkedRun): Promise<string> {
  try {
    await run.untilClean()
    return ''
  } catch (error) {
    if (error instanceof StreamassayError) return error.message
    throw error
  }
}

/** Runs one after the other, until it is to end; each must pass. */
function runsBeside(): { end(): Promise<{ passed: number; others: number }> } {
  const over = new AbortController()
  const account = { passed: 0, others: 0 }
  const going = (async () => {
    while (!over.signal.aborted) {
      using run = startMarkedRun(scenario)
      const limit = setTimeout(() => run.process.kill('SIGKILL'), runTimeoutMs)
      const said = await run.said
      clearTimeout(limit)
      account.others += 1
      if (said.includes('verdict: pass')) account.passed += 1
      else process.stdout.write(`a run beside did not pass:\n${said}\n`)
    }
  })()
  return {
    async end() {
      over.abort()
      await going
      return account
    },
  }
}

const elapsed = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms))

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '40' },
    controls: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
})
const seed = Number(values.seed)
process.stdout.write(`seed ${seed}\n`)
await setUp()

const lives = fc.sample(fc.noBias(fc.integer({ min: 0, max: longestLifeMs })), {
  seed,
  numRuns: Number(values.kills) + Number(values.controls),
})
let clean = 0
const beside = runsBeside()
for (const [at, lifeMs] of lives.slice(0, Number(values.kills)).entries()) {
  const signal = signals[at % signals.length] ?? 'SIGKILL'
  if (await killOne(`${at + 1}`, signal, lifeMs)) clean += 1
}
const { passed, others } = await beside.end()
let leaking = 0
for (const [at, lifeMs] of lives.slice(Number(values.kills)).entries()) {
  // Long enough for containers to be there, or there is nothing that could be left.
  if (await killWithWatcher(`control ${at + 1}`, 2000 + (lifeMs % 3000))) leaking += 1
}
process.stdout.write(
  `\n${clean} of ${values.kills} clean within ${cleanTimeoutMs / 1000} s; ${passed} of ${others} runs beside them passed; ` +
    `without a watcher ${leaking} of ${values.controls} left something, which clean removed\n`,
)
const isFine = clean === Number(values.kills) && passed === others && leaking === Number(values.controls)
process.exitCode = isFine ? 0 : 1
