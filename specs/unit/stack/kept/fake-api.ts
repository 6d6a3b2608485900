/** An engine's HTTP interface of nothing but volumes: what it holds, and what was asked of it. */
import type { EngineApi } from '../../../../harness/stack/engine/engine-api.ts'
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
export function fakeApi(refuse = (_request: string): Error | null => null): FakeApi {
  const volumes: ListedVolume[] = []
  const asked: string[] = []
  const api: EngineApi = async ({ method, path, body }) => {
    const request = `${method} ${decodeURIComponent(path)}`
    asked.push(request)
    const refusal = refuse(request)
    if (refusal !== null) throw refusal
    if (method === 'POST') volumes.push(body as ListedVolume)
    if (method === 'DELETE') volumes.splice(indexOf(path.replace('/volumes/', '')), 1)
    return Buffer.from(method === 'GET' ? JSON.stringify({ Volumes: listed(request) }) : '')
  }
  const indexOf = (name: string): number => volumes.findIndex(({ Name }) => Name === name)
  const listed = (request: string): ListedVolume[] | null => {
    const [, label = '', value = ''] = /"([\w.]+)=([^"]*)"/.exec(request) ?? []
    const found = volumes.filter(({ Labels }) => Labels?.[label] === value)
    // The engine says null for none.
    return found.length > 0 ? found : null
  }
  return { api, volumes, asked }
}

/** A stack that is kept for a minute, unless told otherwise. */
export const keptStack = (changes: Partial<KeptStack> = {}): KeptStack => ({
  id: '0123456789ab',
  name: 'default',
  owner: owners.alive,
  images: { kafka: 'kafka:1', pyflink: 'pyflink:1' },
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
