/** Keeps trouble of the cluster from being taken for a failure of the job that a check judges. */
import { type ErrorCode, StreamassayError } from '../../errors.ts'
import type { JobAccount } from '../../verdict/run-account.ts'
import { troubleOf } from '../../verdict/trouble/cluster-trouble.ts'

/**
 * Returns a job whose end counts. Trouble that a job can cause as well is passed too: its rows are judged once more, alone.
 *
 * @throws StreamassayError of this code, with the trouble that ended the job and its remedy
 */
export function refuseTrouble<Job extends Pick<JobAccount, 'state' | 'exception' | 'hasFailedMain'>>(
  job: Job,
  code: ErrorCode,
): Job {
  const trouble = troubleOf(job)
  if (trouble === null || trouble.isDoubtful) return job
  const { what, remedy } = trouble
  throw new StreamassayError(code, what, { remedy })
}
