/** A run on a warm stack, in a process of its own: how long from its start to its verdict, and its peak memory. */
import { fileURLToPath } from 'node:url'

import type { Run } from 'streamassay'

import { type Ground, within } from '../ground.ts'
import { acceptRun, type PrintedRun } from './accept-run.ts'
import type { RunOnStack } from './kept-stack.ts'

/** What run-on-stack.ts prints. */
export interface RunInProcess extends PrintedRun, Pick<Run, 'timingsMs'> {
  /** The most memory that the process had at any time. */
  readonly peakMib: number
}

export interface WarmRun extends RunInProcess {
  /** From the start of the process, Node's own start included, to the verdict. */
  readonly seconds: number
}

const program = fileURLToPath(new URL('run-on-stack.ts', import.meta.url))

/** Runs the scenario of so many days, which must have been written. */
export async function warmRun(runOnStack: RunOnStack, rows: number, { signal }: Ground): Promise<WarmRun> {
  const told = await within(`the run of ${rows} rows`, 60_000 + rows / 2, signal, (limit) =>
    runOnStack([program, String(rows)], { signal: limit }),
  )
  const outcome = JSON.parse(told.output) as RunInProcess
  await acceptRun(outcome)
  return { ...outcome, seconds: told.spokeSeconds }
}
