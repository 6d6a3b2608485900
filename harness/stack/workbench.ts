/** A container to run commands in: files go in, commands run one after the other, their output comes out. */
import { GenericContainer } from 'testcontainers'

import type { Reaper } from './cleanup/guard.ts'
import { readinessIsOurs } from './containers.ts'
import { openScope } from './scope.ts'

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
const folder = '/tmp/workbench'

/** Starts a container of `image` with a copy of the folder `source`; it ends by itself after ten minutes. */
export async function startWorkbench(image: string, source: string, reaper: Reaper): Promise<Workbench> {
  await using release = new AsyncDisposableStack()
  const scope = release.use(await openScope(reaper))
  const container = await scope.start(
    'workbench',
    new GenericContainer(image)
      .withEntrypoint(['sleep', String(lifetimeS)])
      .withCopyDirectoriesToContainer([{ source, target: folder }])
      .withWaitStrategy(readinessIsOurs),
  )
  const held = release.move()
  return {
    async run(command) {
      const { exitCode, output } = await container.exec([...command], { workingDir: folder })
      return { exitCode, output }
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}
