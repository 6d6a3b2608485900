/** What a Kafka library's error really says: the reason sits in a cause, or in one of several errors, and not in the message. */
import { messageOf } from '../../errors.ts'

/** The innermost reason in words, the broker's own where it gave some; several are joined. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return messageOf(error)
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) {
    return error.errors.map((one: unknown) => reasonOf(one)).join('; ')
  }
  if ('serverErrorMessage' in error && typeof error.serverErrorMessage === 'string') return error.serverErrorMessage
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message
}

/** Kafka's own name of the error, such as `UNKNOWN_TOPIC_OR_PARTITION`, when a broker sent one; of several the first. */
export function protocolErrorOf(error: unknown): string | null {
  const apiId = firstProtocolError(error)?.apiId
  return typeof apiId === 'string' ? apiId : null
}

/** Whether the same request may do better when it is sent again, by what the broker said. */
export function isTransient(error: unknown): boolean {
  return firstProtocolError(error)?.canRetry === true
}

/** The error that stands for an answer, with the properties that the library gives it. */
function firstProtocolError(error: unknown): { readonly apiId: unknown; readonly canRetry?: unknown } | null {
  if (!(error instanceof Error)) return null
  if ('errors' in error && Array.isArray(error.errors)) return firstProtocolError(error.errors[0])
  return 'apiId' in error ? error : null
}
