/** Makes sure that what is created on the engine is removed, however this process ends. */
import { untilAborted } from '../../wait-until.ts'
import { findLeftovers } from './leftovers.ts'
import { connectEngine } from '../engine/engine.ts'
import { startWatcher } from './watcher.ts'

/** For an engine that hangs: the watcher asks it again and again. */
const answerTimeoutMs = 10_000

/** Who removes after a kill: testcontainers' own reaper container, or a watcher process of ours. */
export type Reaper = 'ryuk' | 'watcher'

/**
 * To be called before anything is created under the label `id`: starts the watcher where Ryuk is not there to do its
 * work, and has it dismissed, last of all, when `release` is disposed of and nothing is left.
 */
export async function guard(id: string, reaper: Reaper, release: AsyncDisposableStack): Promise<void> {
  if (reaper === 'ryuk') return
  const watcher = await startWatcher(id)
  release.defer(async () => {
    const finding = connectEngine().then((engine) => findLeftovers(engine, id))
    const left = await untilAborted(finding, AbortSignal.timeout(answerTimeoutMs)).catch(() => null)
    await (left?.length === 0 ? watcher.dismiss() : watcher.removeAll())
  })
}
