/** The end of a topic that grows no more, once every transaction below it is decided. */
import { waitUntil } from '../../wait-until.ts'
import { type Cluster, offsetsOf } from '../wire/cluster.ts'

/** A transaction is decided milliseconds after its commit; one that takes longer has lost its producer. */
const longestDecisionMs = 10_000

/** The first partition that is not decided up to its end; -1 when all are. */
const firstUndecided = (ends: readonly bigint[], stable: readonly bigint[]): number =>
  ends.findIndex((end, at) => (stable[at] ?? 0n) < end)

/**
 * The read-uncommitted end offset of each partition, from 0.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT` when a transaction stays open: after 10 s, or half of `timeoutMs`
 */
export async function decidedEnds(
  cluster: Cluster,
  name: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<readonly bigint[]> {
  const topic = await cluster.topic(name)
  // Asked together: a leader answers in the order of the questions, and most topics are decided at once.
  const [ends, firstStable] = await Promise.all([offsetsOf(topic, 'end'), offsetsOf(topic, 'stable')])
  let known: readonly bigint[] | null = firstStable
  return waitUntil(
    async () => {
      const stable = known ?? (await offsetsOf(topic, 'stable'))
      known = null
      const partition = firstUndecided(ends, stable)
      if (partition < 0) return { found: ends }
      return {
        seen: `partition ${partition} is committed or aborted up to offset ${stable[partition]} of ${ends[partition]}`,
      }
    },
    {
      what: `the transactions in ${name} to be committed or aborted`,
      timeoutMs: Math.min(longestDecisionMs, timeoutMs / 2),
      intervalMs: 5,
      remedy:
        "Turn on checkpointing, or read the job's logs for the reason why its sink did not commit: later rows are in an open transaction.",
      signal,
    },
  )
}
