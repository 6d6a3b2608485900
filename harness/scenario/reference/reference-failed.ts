/** The error of a reference that does not take what it is given. */
import { StreamassayError } from '../../errors.ts'

export const referenceFailed = (message: string, cause: unknown): StreamassayError =>
  new StreamassayError('REFERENCE_FAILED', message, {
    remedy: "correct this function of the scenario's reference: it must be pure and must take every row of the input",
    cause,
  })
