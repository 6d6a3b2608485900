/** The last net: what a library throws about an engine or a disk is told with a code and a remedy, and not as a stack trace. */
import { messageOf, StreamassayError } from '../errors.ts'
import { troubleIn } from '../stack/engine/engine-trouble.ts'

/** The error as one of ours where it tells of the engine or of a full disk; any other is a fault, and is left as it is. */
export function namedError(error: unknown): unknown {
  if (error instanceof StreamassayError || !(error instanceof Error)) return error
  const trouble = troubleIn(messageOf(error))
  if (trouble !== null) {
    return new StreamassayError('STACK_FAILED', `${trouble.what}: ${error.message}`, {
      remedy: trouble.remedy,
      cause: error,
    })
  }
  // dockerode's errors, and those of our own client of the engine, have the status that the engine answered.
  if (!('statusCode' in error)) return error
  return new StreamassayError('STACK_FAILED', `the container engine refused a request: ${error.message.trim()}`, {
    remedy:
      'Run `npx streamassay doctor`: it checks engine, images, memory and disk. The log of the engine may have details.',
    cause: error,
  })
}
