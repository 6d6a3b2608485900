/** `streamassay clean`: shows what earlier runs left on the engine, then removes it. */
import { StreamassayError } from '../errors.ts'
import { connectEngine } from '../stack/engine.ts'
import { findLeftovers, removeLeftovers } from '../stack/cleanup/leftovers.ts'
import { print } from './print.ts'

/**
 * Returns the exit code, 0. What belongs to a process that is alive is in use and stays, unless `all` is wanted.
 *
 * @throws StreamassayError `ENGINE_MISSING`
 */
export async function cleanCommand({ dryRun, all }: { dryRun: boolean; all: boolean }): Promise<number> {
  const engine = await connectEngine().catch((error: unknown) => {
    throw new StreamassayError('ENGINE_MISSING', 'no container engine answers, so nothing can be cleaned', {
      remedy: 'Start the engine first, or see `streamassay doctor`.',
      cause: error,
    })
  })
  const found = await findLeftovers(engine)
  const leftovers = found.filter(({ inUse }) => all || !inUse)
  for (const { kind, name, state } of leftovers) print(`${kind} ${name}${state === null ? '' : ` (${state})`}`)
  if (!dryRun) await removeLeftovers(engine, leftovers)
  print(
    leftovers.length === 0
      ? 'nothing is left of earlier runs'
      : `${leftovers.length} ${dryRun ? 'would be removed' : 'removed'}`,
  )
  const kept = found.length - leftovers.length
  if (kept > 0) print(`${kept} in use by a run that is alive; --all removes them too`)
  return 0
}
