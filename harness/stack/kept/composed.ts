/** The lab that compose.yaml starts: found on the engine by the labels that the file gives to its containers. */
import { keptLabel, stackLabel } from '../cleanup/labels.ts'
import type { EngineApi } from '../engine/engine-api.ts'
import { type PartContainers, warmPython } from '../parts.ts'
import type { StackPart } from '../stack.ts'
import type { StackAddress } from './kept-stack.ts'

/** A container as the engine lists it. */
export interface ListedContainer {
  readonly Names: readonly string[]
  /** `running`, `exited` and others. */
  readonly State: string
  /** In words, with the outcome of the health check where there is one: `Up 2 minutes (healthy)`. */
  readonly Status: string
  readonly Labels: Readonly<Record<string, string>> | null
  readonly Ports: readonly { readonly PrivatePort: number; readonly PublicPort?: number }[]
}

/** A lab as compose has it. */
export interface ComposedLab {
  /** Compose's project, the value of our label. */
  readonly id: string
  /** Those that do not run with them. */
  readonly containers: Readonly<Record<StackPart, readonly ListedContainer[]>>
  /** Null while its broker or its JobManager does not run. */
  readonly address: StackAddress | null
}

/** Compose's own label, the same in all of its versions. */
const serviceLabel = 'com.docker.compose.service'
// As in compose.yaml.
const portsInside = { broker: 9093, web: 8081 }
const host = '127.0.0.1'

/** The lab of a name (see `STREAMASSAY_KEPT_NAME`), or null. */
export async function findComposed(api: EngineApi, name: string): Promise<ComposedLab | null> {
  const listed = await listContainers(api, `${keptLabel}=${name}`)
  const id = listed[0]?.Labels?.[stackLabel]
  if (id === undefined) return null
  const ofService = (service: StackPart): ListedContainer[] =>
    listed.filter(({ Labels }) => Labels?.[serviceLabel] === service)
  const containers = {
    kafka: ofService('kafka'),
    jobmanager: ofService('jobmanager'),
    taskmanager: ofService('taskmanager'),
  }
  const broker = publicPort(containers.kafka, portsInside.broker)
  const web = publicPort(containers.jobmanager, portsInside.web)
  const address = broker === undefined || web === undefined ? null : addressOf(id, broker, web)
  return { id, containers, address }
}

function addressOf(id: string, broker: number, web: number): StackAddress {
  return {
    id,
    brokers: `${host}:${broker}`,
    brokersForJobs: 'kafka:9092',
    flinkUrl: `http://${host}:${web}`,
    python: warmPython,
    // Compose may have been told other images.
    versions: { kafka: null, flink: null, connector: null, python: null, java: null },
  }
}

/** The containers with a label (`name=value`), also those that do not run, in the order of their names. */
export async function listContainers(api: EngineApi, label: string): Promise<ListedContainer[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }))
  const answer = await api({ method: 'GET', path: `/containers/json?all=1&filters=${filters}` })
  return (JSON.parse(answer.toString()) as ListedContainer[]).toSorted((one, other) =>
    nameOf(one) < nameOf(other) ? -1 : 1,
  )
}

export const nameOf = ({ Names }: ListedContainer): string => (Names[0] ?? '').replace(/^\//, '')

/** The names of a lab's containers, of those that run. */
export const containerNames = ({ containers }: ComposedLab): PartContainers => {
  const running = (part: StackPart): string[] => containers[part].filter(({ State }) => State === 'running').map(nameOf)
  return { kafka: running('kafka'), jobmanager: running('jobmanager'), taskmanager: running('taskmanager') }
}

const publicPort = (containers: readonly ListedContainer[], inside: number): number | undefined =>
  containers.flatMap(({ Ports }) => Ports).find(({ PrivatePort }) => PrivatePort === inside)?.PublicPort
