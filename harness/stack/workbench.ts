/** A container to run commands in: files go in, commands run one after the other, their output comes out. */
import { randomBytes } from 'node:crypto'

import { GenericContainer } from 'testcontainers'

import { readinessIsOurs } from './containers.ts'
import { guard, type Reaper } from './cleanup/guard.ts'
import { labelsOf } from './cleanup/labels.ts'

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
  const id = randomBytes(6).toString('hex')
  await using release = new AsyncDisposableStack()
  await guard(id, reaper, release)
  const container = await new GenericContainer(image)
    .withName(`streamassay-${id}-workbench`)
    .withLabels(labelsOf(id))
    .withEntrypoint(['sleep', String(lifetimeS)])
    .withCopyDirectoriesToContainer([{ source, target: folder }])
    .withWaitStrategy(readinessIsOurs)
    .start()
  release.defer(async () => {
    await container.stop({ timeout: 0, remove: true, removeVolumes: true })
  })
  const held = release.move()
  return {
    async run(command) {
      const { exitCode, output } = await container.exec([...command], { workingDir: folder })
      return { exitCode, output }
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  }
}
