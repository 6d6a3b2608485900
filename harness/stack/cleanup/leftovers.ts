/** What stacks have created on an engine and not removed: found and removed by label, and nothing else touched. */
import type { Engine } from '../engine/engine.ts'
import { isKeptWell, keptStacks } from '../kept/kept-stack.ts'
import { labelFilter, leaseLabel, ownerLabel, stackLabel } from './labels.ts'
import { engineTimeMs, leasesIn } from './lease.ts'
import { ownerStates } from './owners.ts'

/** A container, network or volume that carries our label. */
export interface Leftover {
  readonly kind: 'container' | 'network' | 'volume'
  readonly id: string
  readonly name: string
  readonly stackId: string
  /** `running`, `exited`, ...; null for what is no container. */
  readonly state: string | null
  /**
   * True while the process that created it lives, or may live; of a kept stack, not longer than it is to be kept. A lease is
   * in use while anything else of its stack is.
   */
  readonly inUse: boolean
}

/** Everything on the engine that carries our label, of one stack or of any; containers first, volumes last. */
export async function findLeftovers(engine: Engine, stackId?: string): Promise<Leftover[]> {
  const filters = labelFilter(stackId)
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listNetworks({ filters }),
    engine.listVolumes({ filters }),
  ])
  const all = [...containers, ...networks, ...(volumes ?? [])].map(({ Labels }) => Labels ?? {})
  const stateOf = await ownerStates(
    all.map((labels) => labels[ownerLabel]),
    async () => leasesIn(volumes ?? [], engineTimeMs(await engine.info())),
  )
  const overdue = new Set(
    keptStacks(volumes ?? []).flatMap((kept) => (isKeptWell(kept, stateOf(kept.owner)) ? [] : [kept.id])),
  )
  const isInUse = (labels: Labels): boolean =>
    stateOf(labels[ownerLabel]) !== 'gone' && !overdue.has(labels[stackLabel] ?? '')
  const used = new Set(all.filter((labels) => !isLease(labels) && isInUse(labels)).map((labels) => labels[stackLabel]))
  const leftover = (
    what: Pick<Leftover, 'kind' | 'id' | 'name' | 'state'>,
    labels: Labels | undefined = {},
  ): Leftover => {
    const id = labels[stackLabel] ?? ''
    return { ...what, stackId: id, inUse: isInUse(labels) || (isLease(labels) && used.has(id)) }
  }
  return [
    ...containers.map(({ Id, Names, State, Labels }) =>
      leftover({ kind: 'container', id: Id, name: (Names[0] ?? Id).replace(/^\//, ''), state: State }, Labels),
    ),
    ...networks.map(({ Id, Name, Labels }) => leftover({ kind: 'network', id: Id, name: Name, state: null }, Labels)),
    ...(volumes ?? []).map(({ Name, Labels }) =>
      leftover({ kind: 'volume', id: Name, name: Name, state: null }, Labels),
    ),
  ]
}

type Labels = Readonly<Record<string, string>>

const isLease = (labels: Labels): boolean => labels[leaseLabel] !== undefined

/** Removes what `findLeftovers` found: running containers are killed, anonymous volumes go with them. */
export async function removeLeftovers(engine: Engine, leftovers: readonly Leftover[]): Promise<void> {
  const ofKind = (kind: Leftover['kind']): Leftover[] => leftovers.filter((leftover) => leftover.kind === kind)
  // First the word that a stack is kept, so that nobody comes to use it. A network cannot be removed while a container is
  // attached to it.
  const volumes = ofKind('volume')
  const areGone = await Promise.all(volumes.map(({ id }) => unlessGone(engine.getVolume(id).remove())))
  await Promise.all(
    ofKind('container').map((leftover) =>
      unlessGone(engine.getContainer(leftover.id).remove({ force: true, v: true })),
    ),
  )
  await Promise.all(ofKind('network').map((leftover) => unlessGone(engine.getNetwork(leftover.id).remove())))
  // A volume that a container had in it, as compose's have.
  const used = volumes.filter((_, at) => !areGone[at])
  await Promise.all(used.map(({ id }) => unlessGone(engine.getVolume(id).remove())))
}

/**
 * Lets pass that somebody else has removed, or is removing, the same thing, or that it is in use: 404 and 409 of the engine's
 * API. False for one that may still be there, by the 409.
 */
async function unlessGone(removal: Promise<unknown>): Promise<boolean> {
  try {
    await removal
    return true
  } catch (error) {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
    if (status !== 404 && status !== 409) throw error
    return status === 404
  }
}
