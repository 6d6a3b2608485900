/** An engine's HTTP interface of volumes, and of containers in a list: what it holds, and what was asked of it. */
import type { EngineApi } from '../../../../harness/stack/engine/engine-api.ts'
import type { ListedContainer } from '../../../../harness/stack/kept/composed.ts'
import type { KeptStack, ListedVolume } from '../../../../harness/stack/kept/kept-stack.ts'
import { owners } from '../cleanup/fake-engine.ts'

export interface FakeApi {
  readonly api: EngineApi
  /** In the order in which they were created. */
  readonly volumes: ListedVolume[]
  /** `METHOD path` of each request, queries decoded. */
  readonly asked: string[]
}

/** `refuse` gives an error in place of an answer. */
export function fakeApi(
  refuse = (_request: string): Error | null => null,
  containers: readonly ListedContainer[] = [],
): FakeApi {
  const volumes: ListedVolume[] = []
  const asked: string[] = []
  const api: EngineApi = async ({ method, path, body }) => {
    const request = `${method} ${decodeURIComponent(path)}`
    asked.push(request)
    const refusal = refuse(request)
    if (refusal !== null) throw refusal
    if (method === 'POST') volumes.push(body as ListedVolume)
    if (method === 'DELETE') {
      const at = indexOf(path.replace('/volumes/', ''))
      if (at < 0) throw Object.assign(new Error('no such volume'), { statusCode: 404 })
      volumes.splice(at, 1)
    }
    if (path.startsWith('/containers/json')) return Buffer.from(JSON.stringify(withLabel(request, containers)))
    return Buffer.from(method === 'GET' ? JSON.stringify({ Volumes: listed(request) }) : '')
  }
  const indexOf = (name: string): number => volumes.findIndex(({ Name }) => Name === name)
  const listed = (request: string): ListedVolume[] | null => {
    const found = withLabel(request, volumes)
    // The engine says null for none.
    return found.length > 0 ? found : null
  }
  return { api, volumes, asked }
}

/** What has the label that is asked for. */
function withLabel<Labelled extends Pick<ListedVolume, 'Labels'>>(
  request: string,
  all: readonly Labelled[],
): Labelled[] {
  const wanted = [...request.matchAll(/"(streamassay[\w.]*)(?:=([^"]*))?"/g)]
  return all.filter(({ Labels }) =>
    wanted.every(([, label = '', value]) => {
      const found = Labels?.[label]
      return value === undefined ? found !== undefined : found === value
    }),
  )
}

/** A container of compose's lab; what does not run publishes no port. */
export const composed = (
  service: string,
  { port = 0, state = 'running', project = 'course', number = 1 } = {},
): ListedContainer => ({
  Names: [`/${project}_${service}_${number}`],
  State: state,
  Status: state === 'running' ? 'Up 2 minutes (healthy)' : 'Exited (137) 1 second ago',
  Labels: {
    'streamassay.stack': project,
    'streamassay.owner': 'compose',
    'streamassay.kept': 'default',
    'com.docker.compose.service': service,
  },
  Ports:
    port === 0 || state !== 'running'
      ? []
      : [{ PrivatePort: service === 'kafka' ? 9093 : 8081, PublicPort: port }, { PrivatePort: 6123 }],
})

/** A stack that is kept for a minute, unless told otherwise. */
export const keptStack = (changes: Partial<KeptStack> = {}): KeptStack => ({
  id: '0123456789ab',
  name: 'default',
  owner: owners.alive,
  images: { kafka: 'kafka:1', pyflink: 'pyflink:1' },
  taskManagers: 1,
  brokers: '127.0.0.1:1',
  brokersForJobs: 'kafka:9092',
  flinkUrl: 'http://127.0.0.1:2',
  python: 'python',
  versions: { kafka: '4.2.0', flink: '2.2.1', connector: '5.0.0-2.2', python: '3.11', java: null },
  startedMs: Date.now(),
  renewedMs: Date.now(),
  untilMs: Date.now() + 60_000,
  ...changes,
})
