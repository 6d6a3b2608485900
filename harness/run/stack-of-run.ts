/** What a run has to do with its stack as a whole: taking it, learning that it died, reading its logs. */
import { once } from 'node:events'

import { messageOf } from '../errors.ts'
import { loadReader } from '../kafka/drain/drain.ts'
import type { Stack, StackPart } from '../stack/stack.ts'
import type { JobAccount } from '../verdict/run-account.ts'
import { untilAborted } from '../wait-until.ts'
import type { Stages } from './stages.ts'

const newsMs = 1_000
const logTimeoutMs = 10_000

/** Takes the stack as a step of the run. */
export function takeStack(take: () => Promise<Stack>, stages: Stages): Promise<Stack> {
  return stages.step('stack', async (tell) => {
    tell('starting Kafka, a JobManager and a TaskManager')
    // It takes a third of a second; a failure to load it is the drain's to tell.
    void loadReader().catch(() => undefined)
    const stack = await stages.time('stack', take)
    return [stack, `Kafka at ${stack.brokers}, Flink's Web UI at ${stack.flinkUrl}`]
  })
}

/**
 * How a part of the stack died, or null. A job can be FAILED because its TaskManager is gone, and Flink may know that
 * before we do: a failure without a word of Python's waits a moment for that news.
 */
export async function deathOf({ dead }: Stack, { state, exception }: JobAccount): Promise<string | null> {
  if (state === 'FAILED' && !exception?.traceback && !dead.aborted) {
    await Promise.race([once(dead, 'abort'), once(AbortSignal.timeout(newsMs), 'abort')])
  }
  return dead.aborted ? messageOf(dead.reason) : null
}

/** The log of each part, or why it cannot be read: a container that is gone must not cost the rest of the evidence. */
export async function logsOf(stack: Stack): Promise<Record<StackPart, string>> {
  const read = (part: StackPart): Promise<string> =>
    untilAborted(stack.log(part), AbortSignal.timeout(logTimeoutMs)).catch(
      (error: unknown) => `(this log could not be read: ${messageOf(error)})\n`,
    )
  const [kafka, jobmanager, taskmanager] = await Promise.all([read('kafka'), read('jobmanager'), read('taskmanager')])
  return { kafka, jobmanager, taskmanager }
}
