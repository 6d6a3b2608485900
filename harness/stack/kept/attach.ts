/** Attaching to a kept stack: it answers, its end is noticed, and letting go of it leaves it as it is. */
import { readOverview } from '../../flink/endpoints.ts'
import { openKafkaSession } from '../../kafka/session.ts'
import { Clients } from '../../kafka/wire/clients.ts'
import { messageOf, StreamassayError } from '../../errors.ts'
import { untilAborted } from '../../wait-until.ts'
import { watchContainer } from '../liveness.ts'
import { containerLog } from '../logs.ts'
import { pythonStacks } from '../python-stacks.ts'
import type { Stack, StackPart } from '../stack.ts'
import { taskManagerOutput } from '../taskmanager-output.ts'
import { cancelAbandonedJobs } from './abandoned-jobs.ts'
import { apiContainer } from '../engine/api-container.ts'
import type { EngineApi } from '../engine/engine-api.ts'
import type { KeptStack } from './kept-stack.ts'

const answerTimeoutMs = 5_000
const parts: readonly StackPart[] = ['kafka', 'jobmanager', 'taskmanager']

/**
 * The kept stack as one to run on, once its broker and its cluster have answered a question each; what killed runs have left
 * running there is cancelled.
 *
 * @throws StreamassayError `STACK_FAILED` when one of them does not, or a container is not there any more
 */
export async function attach(kept: KeptStack, api: EngineApi): Promise<Stack> {
  const { id, brokers, brokersForJobs, flinkUrl, python, versions } = kept
  const containerOf = (part: StackPart): ReturnType<typeof apiContainer> =>
    apiContainer(api, `streamassay-${id}-${part}`)
  const dead = new AbortController()
  const letGo = (): void =>
    dead.abort(new StreamassayError('STACK_FAILED', 'the kept stack has been let go', { remedy: 'attach to it again' }))
  for (const part of parts) void watchContainer(part, containerOf(part), dead)
  try {
    await untilAborted(Promise.all([askBroker(brokers), askCluster(flinkUrl)]), dead.signal)
  } catch (error) {
    letGo()
    throw new StreamassayError('STACK_FAILED', `the kept stack ${id} is of no use: ${messageOf(error)}`, {
      remedy:
        'Run "npx streamassay down" and "npx streamassay up" to have another one; --own-stack, or STREAMASSAY_OWN_STACK=1, does without.',
      details: error instanceof StreamassayError ? error.details : [],
      cause: error,
    })
  }
  const kafka = openKafkaSession(brokers)
  return {
    id,
    brokers,
    kafka,
    brokersForJobs,
    flinkUrl,
    python,
    versions,
    dead: dead.signal,
    log: (part, since) => containerLog(containerOf(part), since),
    inspect: (part) => containerOf(part).inspect(),
    taskManager: taskManagerOutput(async () => api, `streamassay-${id}-taskmanager`),
    pythonStacks: () => pythonStacks(api, `streamassay-${id}-taskmanager`),
    async [Symbol.asyncDispose]() {
      letGo()
      await kafka[Symbol.asyncDispose]()
    },
  }
}

async function askBroker(brokers: string): Promise<void> {
  using clients = new Clients(brokers)
  const names = clients.use((cluster) => cluster.topicNames(), AbortSignal.timeout(answerTimeoutMs))
  await names.catch((error: unknown) => {
    throw new Error(`the broker at ${brokers} does not answer: ${messageOf(error)}`, { cause: error })
  })
}

async function askCluster(flinkUrl: string): Promise<void> {
  const limits = { timeoutMs: answerTimeoutMs }
  const [{ taskManagers }] = await Promise.all([readOverview(flinkUrl, limits), cancelAbandonedJobs(flinkUrl, limits)])
  if (taskManagers === 0) throw new Error(`the cluster at ${flinkUrl} has no TaskManager`)
}
