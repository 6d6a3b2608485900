/** The Kafka image that the environment names instead of ours: pulled when it is needed and not here, within limits. */
import { environment } from '../../environment.ts'
import { messageOf, StreamassayError } from '../../errors.ts'
import { troubleIn } from '../../stack/engine/engine-trouble.ts'
import type { Engine } from '../engine/engine.ts'
import type { Progress } from '../progress.ts'
import { findImage } from './image-build.ts'
import { pullImage } from './pull-image.ts'

/**
 * Pulls the image of `STREAMASSAY_KAFKA_IMAGE` unless the engine has it; where none is named there is nothing to do.
 *
 * @throws StreamassayError `IMAGE_MISSING` when it cannot be pulled, or not within the limits of `pullImage`; the signal's reason
 */
export async function ensureForeignImage(
  engine: Engine,
  options: { readonly progress: Progress; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const reference = environment.kafkaImage()
  if (reference === undefined || (await findImage(engine, reference))) return
  try {
    await pullImage(engine, reference, options)
  } catch (error) {
    options.signal?.throwIfAborted()
    const trouble = troubleIn(messageOf(error))
    const why = trouble === null ? messageOf(error) : `${trouble.what} (${messageOf(error)})`
    throw new StreamassayError(
      'IMAGE_MISSING',
      `the Kafka image ${reference} is not on the engine and cannot be pulled: ${why}`,
      {
        remedy:
          trouble?.remedy ??
          'Correct STREAMASSAY_KAFKA_IMAGE, or bring the image ("docker pull", "docker load"); without that variable, set-up builds one.',
        cause: error,
      },
    )
  }
}
