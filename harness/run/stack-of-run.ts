/** What a run has to do with its stack as a whole: taking it, learning that it died, reading its logs. */
import { once } from 'node:events'

import { messageOf } from '../errors.ts'
import { loadKafkaClient } from '../kafka/session.ts'
import type { Stack, StackPart, StackUnderway } from '../stack/stack.ts'
import { type JobAccount, stuckType } from '../verdict/run-account.ts'
import { untilAborted } from '../wait-until.ts'
import type { Stages } from './stages.ts'

const newsMs = 1_000
const logTimeoutMs = 10_000

/** Takes the stack as a step of the run, which goes on while the broker is there already. */
export function takeStack(take: () => Promise<Stack> | StackUnderway, stages: Stages): StackUnderway {
  const taken = Promise.withResolvers<StackUnderway>()
  const stack = stages.step('stack', async (tell) => {
    tell('starting Kafka, a JobManager and a TaskManager')
    // It takes a tenth of a second, which is to spare while the containers start.
    setImmediate(loadKafkaClient)
    const whole = await stages.time('stack', () => {
      const given = take()
      const underway = 'stack' in given ? given : { broker: given, stack: given }
      taken.resolve(underway)
      return underway.stack
    })
    return [whole, `Kafka at ${whole.brokers}, Flink's Web UI at ${whole.flinkUrl}`]
  })
  stack.catch(taken.reject)
  const broker = taken.promise.then((underway) => underway.broker)
  broker.catch(() => undefined)
  return { broker, stack }
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

/** How a job came to an end that may be the doing of another job on its TaskManager, as the predicate of a sentence. */
export type BadEnd = 'failed' | 'was stuck' | 'did not come to its end'

/** How the job of a run ended badly; null if it did not, or there was none. */
export function badEndOf({ id, state, exception }: JobAccount, problem: string | null): BadEnd | null {
  if (state === 'FAILED') return 'failed'
  if (exception?.type === stuckType) return 'was stuck'
  return id === null || problem === null ? null : 'did not come to its end'
}

/** The limits that its TaskManagers have reached at this moment, each as a clause; none where the engine does not say. */
export const limitsOf = (stack: Pick<Stack, 'reachedLimits'>): Promise<readonly string[]> =>
  untilAborted(stack.reachedLimits(), AbortSignal.timeout(logTimeoutMs)).catch(() => [])

/**
 * The limits that TaskManagers have reached when a job has ended badly, as a reason with its remedy; null if there are none.
 * Which of the jobs there is to blame cannot be told: a run on a TaskManager without room is no proof against its own job.
 *
 * @param seen limits that were reached while the job still ran: what it had started may be gone with it
 */
export async function fullTaskManager(
  stack: Pick<Stack, 'reachedLimits'>,
  end: BadEnd | null,
  seen: readonly string[] = [],
): Promise<{ readonly reason: string; readonly remedy: string } | null> {
  if (end === null) return null
  const limits = seen.length > 0 ? seen : await limitsOf(stack)
  if (limits.length === 0) return null
  return {
    reason: `the job ${end} on a TaskManager that has reached its limits: ${limits.join('; ')}`,
    remedy:
      'Find the job that starts too many processes or writes too many files. Then renew the stack (`npx streamassay down` and `up`). Its processes and files stay until then.',
  }
}

/** The log of each part since then, or why it cannot be read: a container that is gone must not cost the rest of the evidence. */
export async function logsOf(stack: Stack, since: Date): Promise<Record<StackPart, string>> {
  const read = (part: StackPart): Promise<string> =>
    untilAborted(stack.log(part, since), AbortSignal.timeout(logTimeoutMs)).catch(
      (error: unknown) => `(this log could not be read: ${messageOf(error)})\n`,
    )
  const [kafka, jobmanager, taskmanager] = await Promise.all([read('kafka'), read('jobmanager'), read('taskmanager')])
  return { kafka, jobmanager, taskmanager }
}
