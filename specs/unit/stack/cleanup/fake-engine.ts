/** An engine of nothing but lists: what it is said to hold, and what it was asked to remove. */
import { thisProcess } from '../../../../harness/this-process.ts'
import { ownerText } from '../../../../harness/stack/cleanup/labels.ts'
import type { Engine } from '../../../../harness/stack/engine/engine.ts'

const elsewhere = { namespace: 'e15e0000', session: '0123abcd' }

/**
 * An owner that lives and one that has ended, both of this process namespace; and two of other namespaces of a machine of the
 * same name, one with the id of a process that lives here and one with an id that no process can have.
 */
export const owners = {
  alive: ownerText(),
  gone: ownerText({ ...thisProcess, pid: 999_999_999 }),
  elsewhere: ownerText({ ...elsewhere, pid: process.pid }),
  goneElsewhere: ownerText({ ...elsewhere, pid: 999_999_999 }),
}

const labels = (owner: string): Record<string, string> => ({
  'streamassay.stack': '0123456789ab',
  'streamassay.owner': owner,
})

/** A container as the engine lists it. */
export const container = (name: string, owner: string, State = 'running') => ({
  Id: `id-of-${name}`,
  Names: [`/${name}`],
  State,
  Labels: labels(owner),
})

/** A network as the engine lists it. */
export const network = (name: string, owner: string) => ({ Id: `id-of-${name}`, Name: name, Labels: labels(owner) })

/** A volume that tells of a kept stack, as the engine lists it. */
export const keptVolume = (name: string, owner: string, untilMs: number) => ({
  Name: name,
  Labels: { ...labels(owner), 'streamassay.kept': 'default', 'streamassay.kept.details': keptDetails(untilMs) },
})

/** A lease as the engine lists it; its age is by the clock of `fakeEngine`. */
export const leaseVolume = (owner: string, ageMs: number) => ({
  Name: 'lease',
  Labels: { ...labels(owner), 'streamassay.lease': '' },
  CreatedAt: new Date(engineNowMs - ageMs).toISOString(),
})

/** The engine's clock is years behind ours. */
const engineNowMs = Date.parse('2020-01-01T00:00:00Z')

const keptDetails = (untilMs: number): string =>
  JSON.stringify({
    schema: 2,
    images: { kafka: 'kafka:1', pyflink: 'pyflink:1' },
    taskManagers: 1,
    brokers: '127.0.0.1:1',
    brokersForJobs: 'kafka:9092',
    flinkUrl: 'http://127.0.0.1:2',
    python: 'python',
    versions: { kafka: '4.2.0', flink: '2.2.1', connector: null, python: '3.11', java: '17' },
    startedMs: untilMs - 120_000,
    renewedMs: untilMs - 60_000,
    untilMs,
  })

export interface FakeEngine {
  readonly engine: Engine
  /** `container ID {options}`, `network ID`, `volume NAME` and `image NAME`, in order, each when it was done. */
  readonly removed: string[]
  /** The filters of every list, in order, and `info`. */
  readonly asked: unknown[]
}

/** An engine that holds these containers, networks and volumes; `refuse` gives an error in place of a removal. */
export function fakeEngine({
  containers = [] as object[],
  networks = [] as object[],
  volumes = [] as object[],
  refuse = (_id: string): unknown => null,
}): FakeEngine {
  const removed: string[] = []
  const asked: unknown[] = []
  const remover = (kind: string, id: string) => ({
    remove: async (options?: object) => {
      // The engine takes longer for a container: whoever does not wait for it is found out.
      if (kind === 'container') await new Promise((resolve) => setImmediate(resolve))
      const refusal = refuse(id)
      if (refusal !== null) throw refusal
      removed.push([kind, id, options && JSON.stringify(options)].filter(Boolean).join(' '))
    },
  })
  const list = (found: object[]) => async (options: unknown) => {
    asked.push(options)
    return found
  }
  const engine = {
    listContainers: list(containers),
    listNetworks: list(networks),
    // The engine says null for none.
    listVolumes: async (options: unknown) => {
      asked.push(options)
      return { Volumes: volumes.length > 0 ? volumes : null }
    },
    info: async () => {
      asked.push('info')
      return { SystemTime: new Date(engineNowMs).toISOString() }
    },
    getContainer: (id: string) => remover('container', id),
    getNetwork: (id: string) => remover('network', id),
    getVolume: (id: string) => remover('volume', id),
    getImage: (name: string) => remover('image', name),
  }
  return { engine: engine as unknown as Engine, removed, asked }
}
