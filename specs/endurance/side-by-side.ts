/**
 * Four runs at once, again and again: on stacks of their own, and on one that they share. Each must pass, under a name of its
 * own, and be given no record but its own.
 *
 *     npm run check:side-by-side -- [--rounds 5]
 */
import { parseArgs } from 'node:util'

import { setUp } from '../../harness/setup/set-up.ts'
import { commandsOf, endedOf, withKeptStack } from './commands.ts'

/** Two of them are the same scenario: their topics, groups and jobs have only the run to tell them apart. */
const scenarios = ['rainy-days', 'rainy-days', 'southeast-airports', 'endless-rain']
const runTimeoutMs = 180_000

/** A stack that somebody keeps for himself is neither used nor removed. */
const streamassay = commandsOf(`side-by-side-${process.pid}`, runTimeoutMs)

/** Four at once. @returns how many passed under names of their own */
async function round(name: string, options: readonly string[]): Promise<number> {
  const startedMs = performance.now()
  const ended = await Promise.all(
    scenarios.map((scenario) => endedOf(streamassay('run', `scenarios/${scenario}.ts`, '--json', ...options))),
  )
  const passed = ended.filter(({ verdict }) => verdict === 'pass')
  const names = new Set(passed.map(({ runId }) => runId)).size
  for (const { verdict, reason } of ended) if (verdict !== 'pass') process.stdout.write(`  ${verdict}: ${reason}\n`)
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  process.stdout.write(`${name}: ${passed.length} of ${scenarios.length} passed, in ${seconds} s\n`)
  return names
}

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } })
const rounds = Number(values.rounds)
await setUp()
let passed = 0
for (let at = 1; at <= rounds; at += 1) passed += await round(`stacks of their own, ${at}`, ['--own-stack'])
await withKeptStack(streamassay, ['--lifetime', '20'], async () => {
  for (let at = 1; at <= rounds; at += 1) passed += await round(`one stack, ${at}`, [])
})
const all = 2 * rounds * scenarios.length
process.stdout.write(`\n${passed} of ${all} passed, each under a name of its own and with its own records alone\n`)
process.exitCode = passed === all ? 0 : 1
