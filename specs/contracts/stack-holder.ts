/**
 * A program for the specs: opens a stack, or starts its containers with nothing in them, says so, and holds them until it is
 * killed, or told by SIGUSR2 to fail. Whoever removes them looks at their labels alone.
 */
import { setTimeout as pause } from 'node:timers/promises'

import { openStack } from 'streamassay'
import { GenericContainer } from 'testcontainers'

import { orderStack } from '../../harness/open-stack.ts'
import { readinessIsOurs } from '../../harness/stack/containers.ts'
import { openScope } from '../../harness/stack/scope.ts'

const [what] = process.argv.slice(2)
await using held = what === 'stack' ? await openStack() : await emptyContainers()
process.on('SIGUSR2', () => {
  throw new Error('nobody catches this')
})
process.stdout.write(`${held.id}\n`)
await pause(120_000)

async function emptyContainers(): Promise<AsyncDisposable & { readonly id: string }> {
  const { images, reaper } = await orderStack()
  await using release = new AsyncDisposableStack()
  const scope = release.use(await openScope(reaper))
  const parts = { kafka: images.kafka, jobmanager: images.pyflink, taskmanager: images.pyflink }
  const starts = Object.entries(parts).map(([name, image]) =>
    scope.start(name, new GenericContainer(image).withEntrypoint(['sleep', '120']).withWaitStrategy(readinessIsOurs)),
  )
  await Promise.all(starts)
  const all = release.move()
  return { id: scope.id, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
