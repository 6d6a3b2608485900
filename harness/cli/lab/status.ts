/** `streamassay lab status`: what of the lab runs, what of it answers, its jobs, and its addresses. */
import { listedLines } from '../../text.ts'
import { environment } from '../../environment.ts'
import { messageOf } from '../../errors.ts'
import { type ClusterOverview, type ListedJob, readJobsOverview, readOverview } from '../../flink/endpoints.ts'
import { Clients } from '../../kafka/wire/clients.ts'
import { connectApi, type EngineApi } from '../../stack/engine/engine-api.ts'
import { stackLabel } from '../../stack/cleanup/labels.ts'
import { findComposed, type ListedContainer, listContainers, nameOf } from '../../stack/kept/composed.ts'
import type { StackAddress } from '../../stack/kept/kept-stack.ts'
import { findKept } from '../../stack/kept/kept-volumes.ts'
import { timeOfDay } from '../../stack/kept/lifetime.ts'
import { containersOf, stackParts } from '../../stack/parts.ts'
import type { StackPart } from '../../stack/stack.ts'
import { counted } from '../../verdict/report/value-text.ts'
import { answeringEngine } from '../answering-engine.ts'
import { print } from '../print.ts'
import { seconds } from '../progress/plain-progress.ts'

const answerTimeoutMs = 5_000
const shownJobs = 10

/** A lab, started by `lab up` or by Docker Compose. */
interface Lab {
  readonly what: string
  readonly containers: Readonly<Record<StackPart, readonly ListedContainer[]>>
  readonly address: StackAddress | null
}

/** What was asked for, or why it was not had. */
type Answer<Value> = { readonly said: Value } | { readonly silence: string }

/**
 * Returns the exit code: 0 when every part of it runs and answers, 2 when not, or when there is no lab.
 *
 * @throws StreamassayError `ENGINE_MISSING`
 */
export async function labStatusCommand(): Promise<number> {
  await answeringEngine()
  const lab = await findLab(await connectApi(), environment.keptName())
  if (lab === null) {
    print('no lab is running: start one with "npx streamassay lab up" or "docker compose up -d"')
    return 2
  }
  const [broker, cluster, jobs] = await Promise.all([askBroker(lab), askCluster(lab), askJobs(lab)])
  const lines = [
    ['lab', lab.what],
    ...stackParts.map((part) => [part, standing(lab.containers[part])]),
    ['broker', 'said' in broker ? `answers: ${counted(broker.said, 'topic')}` : broker.silence],
    ['cluster', 'said' in cluster ? `answers: ${inWords(cluster.said)}` : cluster.silence],
    ...('said' in jobs ? jobLines(jobs.said) : []).map((line) => ['job', line]),
    ...addressLines(lab.address),
  ] as const
  for (const [name = '', text = ''] of lines) print(`${name.padEnd(12)} ${text}`)
  const runs = stackParts.every((part) => lab.containers[part].length > 0 && lab.containers[part].every(isRunning))
  const isWhole = 'said' in cluster && cluster.said.taskManagers >= lab.containers.taskmanager.length
  return runs && isWhole && 'said' in broker && 'said' in jobs ? 0 : 2
}

async function findLab(api: EngineApi, name: string): Promise<Lab | null> {
  const [kept] = await findKept(api, name)
  if (kept !== undefined) {
    const listed = await listContainers(api, `${stackLabel}=${kept.id}`)
    const names = containersOf(kept.id, kept.taskManagers)
    const ofPart = (part: StackPart): ListedContainer[] =>
      listed.filter((container) => names[part].includes(nameOf(container)))
    const containers = { kafka: ofPart('kafka'), jobmanager: ofPart('jobmanager'), taskmanager: ofPart('taskmanager') }
    return { what: `${kept.id}, until ${timeOfDay(kept.untilMs)}`, containers, address: kept }
  }
  const composed = await findComposed(api, name)
  return composed && { ...composed, what: `${composed.id}, started by Docker Compose` }
}

/** `running: Up 2 minutes (healthy)`, once for each container. */
const standing = (containers: readonly ListedContainer[]): string =>
  containers.length === 0 ? 'missing' : containers.map(({ State, Status }) => `${State} (${Status})`).join(', ')

const isRunning = ({ State }: ListedContainer): boolean => State === 'running'

/** How many topics it has, without its own. */
const askBroker = ({ address }: Lab): Promise<Answer<number>> =>
  answerOf(address, async ({ brokers }) => {
    using clients = new Clients(brokers)
    const names = await clients.use((cluster) => cluster.topicNames(), AbortSignal.timeout(answerTimeoutMs))
    return names.filter((name) => !name.startsWith('__')).length
  })

const askCluster = ({ address }: Lab): Promise<Answer<ClusterOverview>> =>
  answerOf(address, ({ flinkUrl }) => readOverview(flinkUrl, { timeoutMs: answerTimeoutMs }))

const inWords = ({ taskManagers, slots, freeSlots, flinkVersion }: ClusterOverview): string =>
  `Flink ${flinkVersion}, ${counted(taskManagers, 'TaskManager')}, ${freeSlots} of ${slots} slots free`

const askJobs = ({ address }: Lab): Promise<Answer<readonly ListedJob[]>> =>
  answerOf(address, ({ flinkUrl }) => readJobsOverview(flinkUrl, { timeoutMs: answerTimeoutMs }))

async function answerOf<Value>(
  address: StackAddress | null,
  ask: (address: StackAddress) => Promise<Value>,
): Promise<Answer<Value>> {
  if (address === null) return { silence: 'not reachable: its container does not run' }
  return ask(address).then(
    (said) => ({ said }),
    (error: unknown) => ({ silence: `does not answer: ${messageOf(error)}` }),
  )
}

const ended = new Set(['FINISHED', 'FAILED', 'CANCELED'])

/** Those that run before those that have ended. */
function jobLines(jobs: readonly ListedJob[]): readonly string[] {
  const inOrder = jobs.toSorted((one, other) => Number(ended.has(one.state)) - Number(ended.has(other.state)))
  const lines = inOrder.map(({ id, name, state, durationMs }) => `${state} for ${seconds(durationMs)}: ${name}, ${id}`)
  return jobs.length === 0 ? ['none'] : listedLines(lines, shownJobs)
}

const addressLines = (address: StackAddress | null): string[][] =>
  address === null
    ? []
    : [
        ['Web UI', address.flinkUrl],
        ['brokers', `${address.brokers}; for jobs in the cluster: ${address.brokersForJobs}`],
      ]
