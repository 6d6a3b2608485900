/** A scope: a network and the containers in it, labelled as one, removed together whatever happens. */
import { randomBytes } from 'node:crypto'

import { getContainerRuntimeClient, getReaper, LABEL_TESTCONTAINERS_SESSION_ID, StartedNetwork } from 'testcontainers'
import type { GenericContainer, StartedTestContainer } from 'testcontainers'

import { messageOf, StreamassayError } from '../errors.ts'
import { guard, type Reaper } from './cleanup/guard.ts'
import { labelsOf } from './cleanup/labels.ts'
import { connectEngine } from './engine.ts'
import { watchContainer } from './liveness.ts'

/** Disposing of a scope removes its containers, the last one first, then its network, and dismisses its watcher. */
export interface ContainerScope extends AsyncDisposable {
  /** On everything in the scope, as the value of its label and as a part of its name. */
  readonly id: string
  /** Aborted, with a `CONTAINER_DIED`, when a container dies that was not removed by us. */
  readonly dead: AbortSignal
  /**
   * Starts a container that the others know by `name`.
   *
   * @throws StreamassayError `STACK_FAILED`
   */
  start(name: string, container: GenericContainer, memoryGib?: number): Promise<StartedTestContainer>
}

/** Opens a scope; from its first container on, `reaper` removes what this process could not. */
export async function openScope(reaper: Reaper): Promise<ContainerScope> {
  const id = randomBytes(6).toString('hex')
  const dead = new AbortController()
  await using release = new AsyncDisposableStack()
  await guard(id, reaper, release)
  const network = await createNetwork(id, release)
  const held = release.move()
  return {
    id,
    dead: dead.signal,
    async start(name, container, memoryGib) {
      container
        .withName(`streamassay-${id}-${name}`)
        .withNetwork(network)
        .withNetworkAliases(name)
        .withLabels(labelsOf(id))
      if (memoryGib !== undefined) container.withResourcesQuota({ memory: memoryGib })
      const started = await container.start().catch((error: unknown) => {
        throw new StreamassayError('STACK_FAILED', `the container ${name} could not be started: ${messageOf(error)}`, {
          remedy: '`streamassay doctor` checks the engine, the images, memory and disk',
          cause: error,
        })
      })
      held.defer(async () => {
        dead.abort(new StreamassayError('STACK_FAILED', 'the stack has been released', { remedy: 'start another one' }))
        await started.stop({ timeout: 0, remove: true, removeVolumes: true })
      })
      void watchContainer(name, (await connectEngine()).getContainer(started.getId()), dead)
      return started
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}

/** testcontainers' own Network takes no labels, so the network is made through its client and wrapped as it would be. */
async function createNetwork(id: string, release: AsyncDisposableStack): Promise<StartedNetwork> {
  const client = await getContainerRuntimeClient()
  const reaper = await getReaper(client)
  const name = `streamassay-${id}`
  const network = await client.network.create({
    Name: name,
    Driver: 'bridge',
    Labels: { ...labelsOf(id), [LABEL_TESTCONTAINERS_SESSION_ID]: reaper.sessionId },
  })
  return release.use(new StartedNetwork(client, name, network))
}
