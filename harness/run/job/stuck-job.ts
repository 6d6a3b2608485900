/** Notices a job that will not go on by itself, long before its own limits and ours would end it. */
import { readJobOperators } from '../../flink/endpoints.ts'
import { blockedSink, type StuckSign, unreachableBroker } from '../../flink/failure/stuck.ts'
import { readTaskThreads } from '../../flink/threads.ts'
import type { Stack } from '../../stack/stack.ts'
import { waitUntil } from '../../wait-until.ts'

export interface StuckWatch {
  readonly stack: Pick<Stack, 'flinkUrl' | 'log'>
  readonly jobId: string
  readonly groupId: string
  readonly since: Date
  /** The pause between two looks; 2 s when not given. */
  readonly paceMs?: number
}

/** Nothing is asked of the cluster before: most jobs have ended by then. */
const firstLookMs = 4000
const intervalMs = 2000
/** A sign must be there at so many looks in a row: what passes within seconds is no reason to end a job. */
const looksInARow = 3
const longestMs = 24 * 60 * 60_000

/** Fulfilled with the sign that the job is stuck; never while it is not, or while that cannot be told. */
export async function stuckJob(watch: StuckWatch, signal: AbortSignal): Promise<StuckSign> {
  const startedMs = performance.now()
  let seen: StuckSign | null = null
  let looks = 0
  return waitUntil(
    async (limit) => {
      if (performance.now() - startedMs < firstLookMs) return { seen: 'too early' }
      const sign = await signOf(watch, limit)
      looks = sign === null || sign.waits !== seen?.waits ? 0 : looks
      seen = sign
      if (sign === null) return { seen: 'nothing' }
      looks += 1
      return looks >= looksInARow ? { found: sign } : { seen: sign.waits }
    },
    {
      what: 'a sign that the job is stuck',
      timeoutMs: longestMs,
      intervalMs: watch.paceMs ?? intervalMs,
      remedy: '',
      signal,
    },
  )
}

/** A look that fails sees nothing: what is wrong with the cluster is told by whoever watches the job. */
async function signOf({ stack, jobId, groupId, since }: StuckWatch, signal: AbortSignal): Promise<StuckSign | null> {
  try {
    const limits = { signal, timeoutMs: intervalMs }
    const operators = await readJobOperators(stack.flinkUrl, jobId, limits)
    const names = operators.map(({ name }) => name)
    const threads = await readTaskThreads(stack.flinkUrl, limits)
    return blockedSink(threads, names) ?? unreachableBroker(await stack.log('jobmanager', since), groupId)
  } catch {
    return null
  }
}
