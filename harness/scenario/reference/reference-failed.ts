/** The error of a reference that does not take what it is given. */
import { StreamassayError } from '../../errors.ts'

export const referenceFailed = (message: string, cause: unknown): StreamassayError =>
  new StreamassayError('REFERENCE_FAILED', message, {
    remedy: 'Correct this function of the reference: it must be pure and accept every row of the input.',
    cause,
  })
