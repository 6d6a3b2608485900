/** Recognizes the failure of a job whose transactional id prefix is in use by another job. */
import type { JobException } from '../run-account.ts'

/** The Kafka connector refuses a prefix that is in use in the same JVM. */
const collision = /^(Found duplicate transactionalIdPrefix|Writable backchannel already exists)/

export const isTransactionCollision = (exception: Pick<JobException, 'message'> | null): boolean =>
  exception !== null && collision.test(exception.message)
