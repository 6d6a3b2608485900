/**
 * Four runs at once, again and again: on stacks of their own, and on one that they share. Each must pass, under a name of its
 * own, and be given no record but its own.
 *
 *     npm run check:side-by-side -- [--rounds 5]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'

import { setUp } from '../../harness/setup/set-up.ts'

/** Two of them are the same scenario: their topics, groups and jobs have only the run to tell them apart. */
const scenarios = ['rainy-days', 'rainy-days', 'southeast-airports', 'endless-rain']
const runTimeoutMs = 180_000

interface Ended {
  readonly runId: string
  readonly verdict: string
  readonly reason: string
}

/** A stack that somebody keeps for himself is neither used nor removed. */
const keptName = `STREAMASSAY_KEPT_NAME=side-by-side-${process.pid}`

async function streamassay(...args: readonly string[]): Promise<string> {
  const child = spawn('env', [keptName, process.execPath, 'bootstrap/streamassay.js', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: runTimeoutMs,
  })
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return said === '' ? complained : said
}

async function runOne(scenario: string, options: readonly string[]): Promise<Ended> {
  const said = await streamassay('run', `scenarios/${scenario}.ts`, '--json', ...options)
  try {
    return JSON.parse(said) as Ended
  } catch {
    return { runId: '', verdict: 'none', reason: said }
  }
}

/** Four at once. @returns how many passed under names of their own */
async function round(name: string, options: readonly string[]): Promise<number> {
  const startedMs = performance.now()
  const ended = await Promise.all(scenarios.map((scenario) => runOne(scenario, options)))
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
const kept = await streamassay('up', '--lifetime', '20')
process.stdout.write(kept)
try {
  // Without one, each would start its own, and nothing would be shared.
  if (!kept.includes('stack: ready')) throw new Error('no stack could be kept')
  for (let at = 1; at <= rounds; at += 1) passed += await round(`one stack, ${at}`, [])
} finally {
  process.stdout.write(await streamassay('down'))
}
const all = 2 * rounds * scenarios.length
process.stdout.write(`\n${passed} of ${all} passed, each under a name of its own and with its own records alone\n`)
process.exitCode = passed === all ? 0 : 1
