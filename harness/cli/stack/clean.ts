/** `streamassay clean`: shows what earlier runs and earlier versions left on the engine, then removes it. */
import type { Engine } from '../../setup/engine/engine.ts'
import { findOldImages } from '../../setup/image/old-images.ts'
import { findLeftovers, removeLeftovers } from '../../stack/cleanup/leftovers.ts'
import { within } from '../../stack/start-failure.ts'
import { answeringEngine } from '../answering-engine.ts'
import { print } from '../print.ts'

/** Limits on the engine for listing leftovers and for removing them. */
const limitsMs = { look: 15_000, removal: 120_000 }

/**
 * Returns the exit code, 0. What belongs to a process that is alive, a kept stack within its time included, is in use and stays, unless `all` is wanted.
 *
 * @throws StreamassayError `ENGINE_MISSING`
 */
export async function cleanCommand({ dryRun, all }: { dryRun: boolean; all: boolean }): Promise<number> {
  const engine = await answeringEngine()
  const found = await within(limitsMs.look, findLeftovers(engine.dockerode))
  const leftovers = found.filter(({ inUse }) => all || !inUse)
  const images = await within(limitsMs.look, findOldImages(engine))
  for (const { kind, name, state } of leftovers) print(`${kind} ${name}${state === null ? '' : ` (${state})`}`)
  for (const { name, sizeBytes } of images)
    print(`image ${name} (${Math.round(sizeBytes / 1e6)} MB) of another version`)
  let count = leftovers.length + images.length
  if (count === 0) print('no leftovers found')
  else if (dryRun) print(`${count} would be removed`)
  else {
    await within(limitsMs.removal, removeLeftovers(engine.dockerode, leftovers))
    for (const { name } of images) if (!(await removeUnlessUsed(engine, name))) count -= 1
    print(`${count} removed`)
  }
  const kept = found.length - leftovers.length
  if (kept > 0)
    print(`${kept} still in use by a running process, a kept stack or Docker Compose; --all removes them as well`)
  return 0
}

/** Removes an image. Returns false for an image that a container uses, which is reported and stays. */
async function removeUnlessUsed({ dockerode }: Engine, name: string): Promise<boolean> {
  try {
    await dockerode.getImage(name).remove()
    return true
  } catch (error) {
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
    if (status !== 404 && status !== 409) throw error
    if (status === 409) print(`image ${name} is in use and was not removed`)
    return status === 404
  }
}
