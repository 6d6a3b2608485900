/** An engine of nothing but lists: what it is said to hold, and what it was asked to remove. */
import { hostname } from 'node:os'

import type { Engine } from '../../../../harness/stack/engine/engine.ts'

/** An owner that lives, and one on this host whose process id no process can have. */
export const owners = { alive: `${hostname()}/${process.pid}`, gone: `${hostname()}/999999999` }

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
  /** The filters of every list, in order. */
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
    getContainer: (id: string) => remover('container', id),
    getNetwork: (id: string) => remover('network', id),
    getVolume: (id: string) => remover('volume', id),
    getImage: (name: string) => remover('image', name),
  }
  return { engine: engine as unknown as Engine, removed, asked }
}
