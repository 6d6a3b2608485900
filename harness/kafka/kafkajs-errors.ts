/** What kafkajs's errors really say: the reason sits in a cause, or in one of several errors, and not in the message. */
import { messageOf } from '../errors.ts'

/** The innermost reason in words; several are joined. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return messageOf(error)
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) {
    return error.errors.map((one: unknown) => reasonOf(one)).join('; ')
  }
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message
}

/** Kafka's own name of the error, such as `UNKNOWN_TOPIC_OR_PARTITION`, when the broker sent one. */
export function protocolErrorOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('type' in error && typeof error.type === 'string') return error.type
  return protocolErrorOf(error.cause)
}
