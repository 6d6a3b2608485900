/** Errors of libraries about the engine or a full disk: they get a code and a remedy instead of a stack trace. */
import { messageOf, StreamassayError } from '../errors.ts'
import { troubleIn } from '../stack/engine/engine-trouble.ts'

/** Converts an error about the engine or a full disk; any other error is a bug and is returned as it is. */
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
