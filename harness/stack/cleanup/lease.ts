/** A lease: a volume on the engine that its owner renews while it lives, so that any process can tell, whatever host it is on. */
import { randomBytes } from 'node:crypto'

import type { ProcessMark } from '../../this-process.ts'
import type { EngineApi } from '../engine/engine-api.ts'
import { labelsOf, leaseLabel, ownerLabel, readOwner } from './labels.ts'

// The time at which a volume was created is written by the engine's clock, and is read next to that clock: no two machines'
// clocks are compared. It cannot be changed, so that a renewal is a new volume in place of the old one.

const renewEveryMs = 5_000
/** A lease that is younger is that of an owner that lives; an older one has not been renewed eleven times. */
const freshMs = 60_000

/** As much of a volume as its lease takes. */
export interface LeaseVolume {
  readonly Labels?: Readonly<Record<string, string>> | null
  /** By the engine's clock, in ISO 8601. */
  readonly CreatedAt?: string
}

/** An engine under load takes its time; a start waits as long for its network. */
const firstTimeoutMs = 30_000

/**
 * Holds a lease of this process in a stack, with whose volumes it goes, until it is disposed of.
 *
 * @param moreLabels labels of the volumes next to those of the stack
 * @throws what the engine says when it does not create the first volume within 30 s; later ones are tried again
 */
export async function holdLease(
  api: EngineApi,
  stackId: string,
  moreLabels: Readonly<Record<string, string>> = {},
): Promise<AsyncDisposable> {
  const name = `streamassay-${stackId}-lease-${randomBytes(4).toString('hex')}`
  const labels = { ...labelsOf(stackId), ...moreLabels, [leaseLabel]: '' }
  let count = 0
  /** Those that are there, or may be. */
  const volumes = new Set<string>()
  const create = async (limit?: AbortSignal): Promise<void> => {
    count += 1
    const volume = `${name}-${count}`
    volumes.add(volume)
    const body = { Name: volume, Labels: labels }
    await api({ method: 'POST', path: '/volumes/create', body, ...(limit && { signal: limit }) })
  }
  const remove = async (volume: string): Promise<void> => {
    await api({ method: 'DELETE', path: `/volumes/${volume}` }).catch(unlessGone)
    volumes.delete(volume)
  }
  /** First the new one: at no time may there be none. */
  const renew = async (): Promise<void> => {
    const old = [...volumes]
    await create()
    await Promise.all(old.map(remove))
  }
  await create(AbortSignal.timeout(firstTimeoutMs)).catch(async (error: unknown) => {
    // It may be created after all.
    await Promise.allSettled([...volumes].map(remove))
    throw error
  })
  let renewal = Promise.resolve()
  const timer = setInterval(() => {
    // An engine that does not answer may do so the next time.
    renewal = renewal.then(renew).catch(() => undefined)
  }, renewEveryMs)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await renewal
      // One that stays all the same goes with the stack, or is of no meaning after a minute.
      await Promise.allSettled([...volumes].map(remove))
    },
  }
}

function unlessGone(error: unknown): void {
  if (!(error instanceof Error && 'statusCode' in error && error.statusCode === 404)) throw error
}

/** Leases by owner, as far as an engine tells. */
export interface Leases {
  /** `unknown` if the owner has none that the engine tells the age of. */
  stateOf(owner: ProcessMark): 'fresh' | 'stale' | 'unknown'
}

export const noLeases: Leases = { stateOf: () => 'unknown' }

/** The leases among volumes; `nowMs` is the time by the engine's clock. */
export function leasesIn(volumes: readonly LeaseVolume[], nowMs: number): Leases {
  const newest = new Map<string, number>()
  for (const { Labels: labels, CreatedAt: created } of volumes) {
    const owner = readOwner(labels?.[ownerLabel] ?? '')
    const createdMs = Date.parse(created ?? '')
    if (labels?.[leaseLabel] === undefined || owner === null || Number.isNaN(createdMs)) continue
    newest.set(keyOf(owner), Math.max(createdMs, newest.get(keyOf(owner)) ?? 0))
  }
  return {
    stateOf(owner) {
      const createdMs = newest.get(keyOf(owner))
      if (createdMs === undefined || Number.isNaN(nowMs)) return 'unknown'
      return nowMs - createdMs < freshMs ? 'fresh' : 'stale'
    },
  }
}

/** Asks the engine for all leases, and for its time. */
export async function readLeases(api: EngineApi): Promise<Leases> {
  const filters = encodeURIComponent(JSON.stringify({ label: [leaseLabel] }))
  const [volumes, info] = await Promise.all([
    api({ method: 'GET', path: `/volumes?filters=${filters}` }),
    api({ method: 'GET', path: '/info' }),
  ])
  const { Volumes: found } = JSON.parse(volumes.toString()) as { Volumes: readonly LeaseVolume[] | null }
  return leasesIn(found ?? [], engineTimeMs(JSON.parse(info.toString())))
}

/** The engine's time, from what it says of itself; NaN if it does not say. */
export const engineTimeMs = (info: { readonly SystemTime?: string }): number => Date.parse(info.SystemTime ?? '')

const keyOf = ({ namespace, pid, session }: ProcessMark): string => `${namespace}/${pid}/${session}`
