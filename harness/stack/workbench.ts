/** A container to run commands in: files go in, commands run one after the other, their output comes out. */
import { GenericContainer } from 'testcontainers'

import type { Reaper } from './cleanup/guard.ts'
import { readinessIsOurs } from './containers.ts'
import { type ContainerScope, openScope } from './scope.ts'

/** How a command ended, and all it printed. */
export interface CommandOutcome {
  readonly exitCode: number
  readonly output: string
}

export interface Workbench extends AsyncDisposable {
  /** Runs a command in the folder that was copied in. */
  run(command: readonly string[]): Promise<CommandOutcome>
}

const lifetimeS = 600
// Not below `/tmp`: what is copied there before the start is not there after it.
const folder = '/srv/workbench'

/** Starts a container of `image` with a copy of the folder `source`, and nothing beside it. */
export async function startWorkbench(image: string, source: string, reaper: Reaper): Promise<Workbench> {
  await using release = new AsyncDisposableStack()
  const workbench = await workbenchIn(release.use(await openScope(reaper)), image, source)
  const held = release.move()
  return { ...workbench, [Symbol.asyncDispose]: () => held.disposeAsync() }
}

/** The same among the containers of a scope, with which it goes; it ends by itself after ten minutes. */
export async function workbenchIn(
  scope: ContainerScope,
  image: string,
  source: string,
): Promise<Pick<Workbench, 'run'>> {
  const container = await scope.start(
    'workbench',
    new GenericContainer(image)
      .withEntrypoint(['sleep', String(lifetimeS)])
      .withCopyDirectoriesToContainer([{ source, target: folder }])
      .withWaitStrategy(readinessIsOurs),
  )
  return {
    async run(command) {
      const { exitCode, output } = await container.exec([...command], { workingDir: folder })
      return { exitCode, output }
    },
  }
}
