/** The bare script from here: its environment, and a label by which everything that it starts is removed whatever happens. */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { stackLabel } from '../../harness/stack/cleanup/labels.ts'
import { openScope } from '../../harness/stack/scope.ts'
import type { StackPart } from '../../harness/stack/stack.ts'
import { type Ground, within } from '../ground.ts'
import { type ProgramEnd, type ProgramOptions, runProgram } from '../program.ts'

export interface BareScripts extends AsyncDisposable {
  /** On all its containers: `name=value`. */
  readonly label: string
  /** The name of the container of a part of its cluster. */
  readonly containerOf: (part: StackPart) => string
  /** Runs one of the scripts in bench/bare. */
  run(
    script: 'cold.sh' | 'cluster.sh' | 'spec.sh',
    args: readonly string[],
    more?: Partial<ProgramOptions>,
  ): Promise<ProgramEnd>
}

const scriptTimeoutMs = 300_000

/** Opens the scripts for use; disposing removes what they left. */
export async function openBareScripts({ images, reaper, signal }: Ground): Promise<BareScripts> {
  const scope = await openScope(reaper)
  const label = `${stackLabel}=${scope.id}`
  const name = `bare-${scope.id}`
  const environment = {
    BARE_NAME: name,
    BARE_LABEL: label,
    BARE_JOBS: resolve('pyflink-jobs'),
    KAFKA_IMAGE: images.kafka,
    PYFLINK_IMAGE: images.pyflink,
  }
  const settings = Object.entries(environment).map(([key, value]) => `${key}=${value}`)
  return {
    label,
    containerOf: (part) => `${name}-${part}`,
    run: (script, args, more) =>
      within(`bench/bare/${script}`, scriptTimeoutMs, signal, (limit) => {
        const path = fileURLToPath(new URL(`../bare/${script}`, import.meta.url))
        return runProgram('env', [...settings, path, ...args], { ...more, signal: limit })
      }),
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  }
}
