/** The stacks that run at the same time, by what this machine and its engine have: workers, and own stacks of a spec file. */
import { availableParallelism, totalmem } from 'node:os'

import { connectApi } from '../../harness/stack/engine/engine-api.ts'

const gib = 2 ** 30
/** For the unit specs, which run meanwhile, and for vitest itself. */
const reservedBytes = 2 * gib
const stackBytes = 1.1 * gib
/** The kept stack of the worker, and one that a file starts for all of its specs. */
const heldStacks = 2

export interface StackLimits {
  /** Spec files that run side by side. */
  readonly maxWorkers: number
  /** Specs of one file that run side by side; each may start a stack of its own. */
  readonly maxConcurrency: number
}

/**
 * Returns as many workers as keep the cores busy and fit into the memory, and then as many specs of a file.
 *
 * @param memoriesBytes what is known of the memory, from several sides: the least of them counts
 */
export function stackLimits(cores: number, memoriesBytes: readonly number[]): StackLimits {
  const stacks = Math.floor((Math.min(...memoriesBytes) - reservedBytes) / stackBytes)
  // A spec on a stack waits half of its time: two at a time leave a quarter of two cores idle.
  const maxWorkers = within(1, Math.min(6, Math.ceil(1.5 * cores)), Math.floor(stacks / (heldStacks + 1)))
  // No file starts more than four.
  return { maxWorkers, maxConcurrency: within(1, 4, Math.floor(stacks / maxWorkers) - heldStacks) }
}

const within = (least: number, most: number, wanted: number): number => Math.max(least, Math.min(most, wanted))

/** The limits here. The engine may be on another machine, or have less memory than its own; if there is no engine, its memory is ignored. */
export async function stackLimitsHere(): Promise<StackLimits> {
  const engine = await engineMemoryBytes().catch(() => Infinity)
  // Without a limit of its control group it is 0, or more than there is.
  const constrained = process.constrainedMemory() || Infinity
  return stackLimits(availableParallelism(), [totalmem(), constrained, engine])
}

async function engineMemoryBytes(): Promise<number> {
  const ask = await connectApi()
  const { MemTotal: total } = JSON.parse(String(await ask({ method: 'GET', path: '/info' }))) as { MemTotal?: number }
  return total || Infinity
}
