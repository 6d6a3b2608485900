/** A scope: a network and the containers in it, labelled as one, removed together whatever happens. */
import { randomBytes } from 'node:crypto'

import { getContainerRuntimeClient, getReaper, LABEL_TESTCONTAINERS_SESSION_ID, StartedNetwork } from 'testcontainers'
import type { GenericContainer, StartedTestContainer } from 'testcontainers'

import { messageOf, StreamassayError } from '../errors.ts'
import { guard, type Reaper } from './cleanup/guard.ts'
import { labelsOf } from './cleanup/labels.ts'
import { holdLease } from './cleanup/lease.ts'
import { findLeftovers, removeLeftovers } from './cleanup/leftovers.ts'
import { apiContainer } from './engine/api-container.ts'
import { limitContainer } from './engine/container-limits.ts'
import { apiOf } from './engine/engine-api.ts'
import { connectEngine, type Engine } from './engine/engine.ts'
import { watchContainer } from './liveness.ts'
import { containerName } from './parts.ts'
import { notStarted, whyNotStarted, within } from './start-failure.ts'

/** An engine that hangs must not hang us: the longest that it may take for a network, a container, and the removal of all. */
const limitsMs = { network: 30_000, container: 120_000, removal: 60_000 }

/** Disposing of a scope removes its containers, then its network, and dismisses its watcher. */
export interface ContainerScope extends AsyncDisposable {
  /** On everything in the scope, as the value of its label and as a part of its name. */
  readonly id: string
  /** Aborted, with a `CONTAINER_DIED`, when a container dies that was not removed by us. */
  readonly dead: AbortSignal
  /**
   * Starts a container that the others know by `name`, within the limits of container-limits.ts.
   *
   * @throws StreamassayError `STACK_FAILED`, also after two minutes; `IMAGE_MISSING`; `CONTAINER_DIED` when it ended as soon
   * as it ran
   */
  start(name: string, container: GenericContainer, memoryGib?: number): Promise<StartedTestContainer>
}

/**
 * Opens a scope; from its first container on, `reaper` removes what this process could not.
 *
 * @throws StreamassayError `STACK_FAILED` when the engine makes no network; on disposal, when it does not remove everything
 */
export async function openScope(reaper: Reaper): Promise<ContainerScope> {
  const id = randomBytes(6).toString('hex')
  const dead = new AbortController()
  await using release = new AsyncDisposableStack()
  // The watcher's process exists once it has been called for, and sees our end even while it comes up: the network need not wait.
  const guarded = guard(id, reaper, release)
  const created = within(limitsMs.network, createNetwork(id)).catch((error: unknown) => {
    throw notStarted('the network of a stack', error)
  })
  const leased = Promise.all([connectEngine(), sessionLabels()]).then(([engine, labels]) =>
    holdLease(apiOf(engine), id, labels),
  )
  // Asked once, while the network is made.
  const cores = connectEngine().then(coresOf)
  await Promise.allSettled([guarded, created, leased, cores])
  // By label, so that a container of which only the creation was heard of goes too, and one that is gone is no error.
  release.defer(async () => {
    dead.abort(new StreamassayError('STACK_FAILED', 'the stack was released', { remedy: 'Start another stack.' }))
    await within(limitsMs.removal, removeAll(id)).catch((error: unknown) => {
      throw notRemoved(id, error)
    })
  })
  // Let go before the removal, which would else meet a new volume.
  release.defer(async () => (await leased.catch(() => null))?.[Symbol.asyncDispose]())
  await guarded
  const network = await created
  await leased.catch((error: unknown) => {
    throw notStarted('the lease of a stack', error)
  })
  const engineCores = await cores.catch((error: unknown) => {
    throw notStarted('a container within its limits', error)
  })
  const held = release.move()
  return {
    id,
    dead: dead.signal,
    async start(name, container, memoryGib) {
      container.withName(containerName(id, name)).withNetwork(network).withNetworkAliases(name).withLabels(labelsOf(id))
      // Here, where every container of ours is started: its class cannot forget the limits.
      limitContainer(container['hostConfig'], { engineCores, ...(memoryGib && { memoryGib }) })
      const watched = apiContainer(apiOf(await connectEngine()), containerName(id, name))
      const started = await within(limitsMs.container, container.start()).catch(async (error: unknown) => {
        throw await whyNotStarted(name, watched, error)
      })
      void watchContainer(name, watched, dead)
      return started
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

/** testcontainers' own Network takes no labels, so the network is made through its client and wrapped as it would be. */
async function createNetwork(id: string): Promise<StartedNetwork> {
  const client = await getContainerRuntimeClient()
  const name = `streamassay-${id}`
  const network = await client.network.create({
    Name: name,
    Driver: 'bridge',
    Labels: { ...labelsOf(id), ...(await sessionLabels()) },
  })
  return new StartedNetwork(client, name, network)
}

let session: Promise<string> | null = null

/** The label by which Ryuk, where it is the reaper, removes what this process could not. */
async function sessionLabels(): Promise<Record<string, string>> {
  // testcontainers looks for its reaper under a lock file. A second caller finds the file locked and waits at least 500 ms.
  session ??= getContainerRuntimeClient()
    .then(getReaper)
    .then(({ sessionId }) => sessionId)
  const sessionId = await session.catch((error: unknown) => {
    // An engine that did not answer may do so the next time.
    session = null
    throw error
  })
  return { [LABEL_TESTCONTAINERS_SESSION_ID]: sessionId }
}

/** The cores of an engine; 0 if it cannot limit a container to some of them. */
async function coresOf(engine: Engine): Promise<number> {
  const { NCPU: cores, CpuCfsQuota: hasQuota } = (await engine.info()) as EngineCores
  return hasQuota === false ? 0 : cores
}

interface EngineCores {
  readonly NCPU: number
  /** Not in the answer of every engine. */
  readonly CpuCfsQuota?: boolean
}

async function removeAll(id: string): Promise<void> {
  const engine = await connectEngine()
  await removeLeftovers(engine, await findLeftovers(engine, id))
}

const notRemoved = (id: string, error: unknown): StreamassayError =>
  new StreamassayError('STACK_FAILED', `the containers of stack ${id} could not be removed: ${messageOf(error)}`, {
    remedy: 'Check whether the engine runs (`npx streamassay doctor`), then run `npx streamassay clean`.',
    cause: error,
  })
