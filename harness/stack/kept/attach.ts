/** Attaching to a stack that stays: it answers, its end is noticed, and letting go of it leaves it as it is. */
import { readOverview } from '../../flink/endpoints.ts'
import { waitForBroker } from '../../kafka/broker.ts'
import { openKafkaSession } from '../../kafka/session.ts'
import { Clients } from '../../kafka/wire/clients.ts'
import { messageOf, StreamassayError } from '../../errors.ts'
import { untilAborted } from '../../wait-until.ts'
import { holdLease } from '../cleanup/lease.ts'
import { askParts, containersOf, type PartContainers, watchParts } from '../parts.ts'
import type { Stack } from '../stack.ts'
import { cancelAbandonedJobs } from './abandoned-jobs.ts'
import type { EngineApi } from '../engine/engine-api.ts'
import { type ComposedLab, containerNames } from './composed.ts'
import type { KeptStack, StackAddress } from './kept-stack.ts'
import { reviveTaskManagers } from './revive.ts'

const answerTimeoutMs = 5_000
/** Of those who cannot be interrupted. */
const endless = new AbortController().signal
const readyTimeoutMs = 30_000
const remedyOfKept =
  'Run "npx streamassay down" and "npx streamassay up" to renew it, or use --own-stack (STREAMASSAY_OWN_STACK=1).'

/**
 * The kept stack as one to run on, once its broker and its cluster have answered a question each; what killed runs have left
 * running there is cancelled. A TaskManager that has ended is started again, which `tell` says in one line.
 *
 * @throws StreamassayError `STACK_FAILED` when one of them does not, or a container is not there any more; the signal's reason
 */
export async function attach(
  kept: KeptStack,
  api: EngineApi,
  tell: (line: string) => void,
  signal: AbortSignal = endless,
): Promise<Stack> {
  const containers = containersOf(kept.id, kept.taskManagers)
  const revived = untilAborted(reviveTaskManagers(api, containers, { flinkUrl: kept.flinkUrl, signal }), signal)
  const ended = await revived.catch((error: unknown) => {
    signal.throwIfAborted()
    if (error instanceof StreamassayError && error.code === 'WAIT_TIMED_OUT')
      throw unusable(`the kept stack ${kept.id}`, error, remedyOfKept)
    // The questions that follow tell what is wrong.
    return []
  })
  for (const how of ended)
    tell(`stack: ${how} in the kept stack (an earlier run or another program ended it); restarted`)
  return attachTo(kept, api, {
    what: 'the kept stack',
    needBroker: askBroker,
    containers,
    signal,
    remedy: remedyOfKept,
  })
}

/** The same with a lab that compose has started. @throws StreamassayError `STACK_FAILED`; the signal's reason */
export async function attachComposed(lab: ComposedLab, api: EngineApi, signal: AbortSignal = endless): Promise<Stack> {
  const remedy = 'Run "npx streamassay lab status" for its state, and "docker compose up -d" to start what is missing.'
  if (lab.address !== null) {
    return attachTo(lab.address, api, {
      what: 'the Docker Compose lab',
      containers: containerNames(lab),
      signal,
      // Nobody has waited for it yet: a broker that answers may not be ready for a producer.
      needBroker: async (brokers, over) => {
        await askBroker(brokers)
        await waitForBroker(brokers, { timeoutMs: readyTimeoutMs, signal: over })
      },
      remedy,
    })
  }
  throw new StreamassayError(
    'STACK_FAILED',
    `the broker or the JobManager of the Docker Compose lab ${lab.id} does not run`,
    {
      remedy,
    },
  )
}

interface Attachment {
  readonly what: string
  readonly containers: PartContainers
  readonly needBroker: (brokers: string, over: AbortSignal) => Promise<void>
  /** Ends the attachment before it is there; its reason is thrown. */
  readonly signal: AbortSignal
  readonly remedy: string
}

async function attachTo(
  { id, brokers, brokersForJobs, flinkUrl, python, versions }: StackAddress,
  api: EngineApi,
  { what, containers, needBroker, signal, remedy }: Attachment,
): Promise<Stack> {
  const dead = new AbortController()
  await using release = new AsyncDisposableStack()
  // By it the others on this stack tell that this process lives, and leave its jobs alone.
  const lease = holdLease(api, id)
  release.defer(async () => (await lease.catch(() => null))?.[Symbol.asyncDispose]())
  const letGo = (): void =>
    dead.abort(new StreamassayError('STACK_FAILED', `${what} was released`, { remedy: 'Attach to it again.' }))
  watchParts(api, containers, dead)
  try {
    const over = AbortSignal.any([dead.signal, signal])
    await untilAborted(Promise.all([needBroker(brokers, over), askCluster(flinkUrl, api), lease]), over)
  } catch (error) {
    letGo()
    signal.throwIfAborted()
    throw unusable(`${what} ${id}`, error, remedy)
  }
  const kafka = openKafkaSession(brokers)
  const held = release.move()
  return {
    id,
    brokers,
    kafka,
    brokersForJobs,
    flinkUrl,
    python,
    versions,
    dead: dead.signal,
    ...askParts(api, containers),
    async [Symbol.asyncDispose]() {
      letGo()
      await kafka[Symbol.asyncDispose]()
      await held.disposeAsync()
    },
  }
}

const unusable = (what: string, error: unknown, remedy: string): StreamassayError =>
  new StreamassayError('STACK_FAILED', `${what} cannot be used: ${messageOf(error)}`, {
    remedy,
    details: error instanceof StreamassayError ? error.details : [],
    cause: error,
  })

async function askBroker(brokers: string): Promise<void> {
  using clients = new Clients(brokers)
  const names = clients.use((cluster) => cluster.topicNames(), AbortSignal.timeout(answerTimeoutMs))
  await names.catch((error: unknown) => {
    throw new Error(`the broker at ${brokers} does not answer: ${messageOf(error)}`, { cause: error })
  })
}

async function askCluster(flinkUrl: string, api: EngineApi): Promise<void> {
  const limits = { timeoutMs: answerTimeoutMs }
  const [{ taskManagers }] = await Promise.all([
    readOverview(flinkUrl, limits),
    cancelAbandonedJobs(flinkUrl, api, limits),
  ])
  if (taskManagers === 0) throw new Error(`the cluster at ${flinkUrl} has no TaskManager`)
}
