/** What stacks have created on an engine and not removed: found and removed by label, and nothing else touched. */
import type { Engine } from '../engine.ts'
import { isOwnerAlive, labelFilter, ownerLabel, stackLabel } from './labels.ts'

/** A container or network that carries our label. */
export interface Leftover {
  readonly kind: 'container' | 'network'
  readonly id: string
  readonly name: string
  readonly stackId: string
  /** `running`, `exited`, ...; null for a network. */
  readonly state: string | null
  /** True while the process that created it lives. */
  readonly inUse: boolean
}

/** Everything on the engine that carries our label, of one stack or of any; containers first. */
export async function findLeftovers(engine: Engine, stackId?: string): Promise<Leftover[]> {
  const filters = labelFilter(stackId)
  const [containers, networks] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listNetworks({ filters }),
  ])
  return [
    ...containers.map((container): Leftover => ({
      kind: 'container',
      id: container.Id,
      name: (container.Names[0] ?? container.Id).replace(/^\//, ''),
      stackId: container.Labels[stackLabel] ?? '',
      state: container.State,
      inUse: isOwnerAlive(container.Labels[ownerLabel]),
    })),
    ...networks.map((network): Leftover => ({
      kind: 'network',
      id: network.Id,
      name: network.Name,
      stackId: network.Labels?.[stackLabel] ?? '',
      state: null,
      inUse: isOwnerAlive(network.Labels?.[ownerLabel]),
    })),
  ]
}

/** Removes what `findLeftovers` found: running containers are killed, anonymous volumes go with them. */
export async function removeLeftovers(engine: Engine, leftovers: readonly Leftover[]): Promise<void> {
  const ofKind = (kind: Leftover['kind']): Leftover[] => leftovers.filter((leftover) => leftover.kind === kind)
  // A network cannot be removed while a container is attached to it.
  await Promise.all(
    ofKind('container').map((leftover) =>
      unlessGone(engine.getContainer(leftover.id).remove({ force: true, v: true })),
    ),
  )
  await Promise.all(ofKind('network').map((leftover) => unlessGone(engine.getNetwork(leftover.id).remove())))
}

/** Lets pass that somebody else has removed, or is removing, the same thing: 404 and 409 of the engine's API. */
async function unlessGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal
  } catch (error) {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
    if (status !== 404 && status !== 409) throw error
  }
}
