/** Testcontainers' reaper (Ryuk) is an image of its own: it is used where the engine has it, and fetched once. */
import { getReaperImage } from 'testcontainers/build/reaper/reaper.js'

import { environment } from '../environment.ts'
import { messageOf } from '../errors.ts'
import type { Engine } from './engine/engine.ts'
import { findImage } from './image/image-build.ts'
import type { Finding, Progress } from './progress.ts'
import { pullImage } from './image/pull-image.ts'

const answerTimeoutMs = 10_000

/**
 * Whether Testcontainers' reaper can clean up: it is not switched off, and its image is here. Asks no registry, so that
 * one that does not answer costs no start anything; {@link ensureReaperImage} asks, once, during set-up.
 */
export async function canUseRyuk(engine: Engine): Promise<boolean> {
  return !environment.isReaperDisabled() && (await findImage(engine, getReaperImage())) !== undefined
}

/**
 * Pulls the reaper's image if it is wanted and not here. That it cannot be had is no failure: streamassay cleans up
 * by a watcher of its own then.
 */
export async function ensureReaperImage(
  engine: Engine,
  options: { readonly progress: Progress; readonly signal?: AbortSignal | undefined },
): Promise<Finding> {
  const reference = getReaperImage()
  if (environment.isReaperDisabled()) return { found: 'disabled by TESTCONTAINERS_RYUK_DISABLED', changed: false }
  if (await findImage(engine, reference)) return { found: reference, changed: false }
  try {
    await pullImage(engine, reference, { ...options, answerTimeoutMs })
    return { found: reference, changed: true }
  } catch (error) {
    options.signal?.throwIfAborted()
    options.progress(`${reference} cannot be pulled: ${messageOf(error)}`)
    return { found: 'not available; the watcher cleans up', changed: false }
  }
}
