/** A stack from nothing: set-up, the choice of who cleans up after a kill, and the start. */
import { environment } from './environment.ts'
import type { Report } from './progress.ts'
import { findEngine } from './setup/engine/engine.ts'
import { ensureForeignImage } from './setup/image/foreign-image.ts'
import { stackImages } from './setup/image/image-recipe.ts'
import { imageStep } from './setup/progress.ts'
import { canUseRyuk } from './setup/reaper-image.ts'
import { setUp } from './setup/set-up.ts'
import { checkVersions, kafkaVersions } from './setup/image/versions.ts'
import type { Reaper } from './stack/cleanup/guard.ts'
import type { Stack, StackUnderway, StackVersions } from './stack/stack.ts'
import { type ContainerStackOptions, startStack } from './stack/start-stack.ts'

export interface OpenStackOptions {
  /** Hears what set-up does, if there is anything to do. */
  readonly report?: Report
  readonly signal?: AbortSignal
}

/**
 * Brings what is missing on this machine and starts a stack of containers; disposing of it removes them.
 *
 * @throws StreamassayError as `setUp` and `startStack` say
 */
export const openStack = (options: OpenStackOptions = {}): Promise<Stack> => beginStack(options).stack

/** The same for who has something to do with the broker while the cluster comes up. */
export function beginStack(options: OpenStackOptions = {}): StackUnderway {
  const starting = orderStack(options).then((order) =>
    startStack({ ...order, ...(options.signal && { signal: options.signal }) }),
  )
  const broker = starting.then((underway) => underway.broker)
  // Not everybody asks for it.
  broker.catch(() => undefined)
  return { broker, stack: starting.then((underway) => underway.stack) }
}

/**
 * Brings what is missing on this machine, and says what the stack is to be started from.
 *
 * @throws StreamassayError as `setUp` says; `IMAGE_MISSING` when the image of `STREAMASSAY_KAFKA_IMAGE` cannot be had
 */
export async function orderStack(options: OpenStackOptions = {}): Promise<Omit<ContainerStackOptions, 'signal'>> {
  await setUp(options)
  await bringForeignImage(options)
  const [images, reaper] = await Promise.all([stackImages(), chooseReaper()])
  return { images, reaper, versions: builtVersions() }
}

/** testcontainers would pull it too, and wait for ever when the registry breaks off. */
async function bringForeignImage({ report = () => undefined, signal }: OpenStackOptions): Promise<void> {
  if (environment.kafkaImage() === undefined) return
  const sight = await findEngine()
  if (!('engine' in sight)) return
  const progress = (text: string): void => report({ kind: 'progress', step: imageStep('kafka'), text })
  await ensureForeignImage(sight.engine, { progress, signal })
}

/** What our images are built of; of an image that is used instead of ours nothing is known. */
function builtVersions(): Omit<StackVersions, 'java'> {
  const kafka = environment.kafkaImage() === undefined ? kafkaVersions.kafka : null
  return { ...checkVersions(), kafka }
}

/** Ryuk where its image is there; else testcontainers is told to do without, and our watcher does its work. */
export async function chooseReaper(): Promise<Reaper> {
  const sight = await findEngine()
  if ('engine' in sight && (await canUseRyuk(sight.engine))) return 'ryuk'
  environment.disableReaper()
  return 'watcher'
}
