/** A process of its own for one run on a kept stack: `run-on-stack.ts ROWS`; prints what came of it as JSON. */
import { readFile } from 'node:fs/promises'

import { run } from 'streamassay'

import { attachStack } from '../../harness/attach-stack.ts'
import { daysScenario } from '../days.ts'
import type { RunInProcess } from './warm-run.ts'

const [rows = ''] = process.argv.slice(2)
await using stack = await attachStack(() => undefined)
if (stack === null) throw new Error('no kept stack is running')
const { runId, verdict, reason, timingsMs } = await run(daysScenario(Number(rows)), {
  stack: () => Promise.resolve(stack),
  rerunCommand: 'npm run bench',
})
const told: RunInProcess = { runId, verdict, reason, timingsMs, peakMib: await peakMib() }
process.stdout.write(JSON.stringify(told))

/** Linux's own account of this program; `process.resourceUsage()` also counts what its parent had when it forked. */
async function peakMib(): Promise<number> {
  const [, peakKib] = /^VmHWM:\s+(\d+) kB$/m.exec(await readFile('/proc/self/status', 'utf8')) ?? []
  return Number(peakKib) / 1024
}
