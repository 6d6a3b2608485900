/** One submission at a time per JobManager, across processes: submissions that run Python share state inside it. */
import { takeTurn, type Turn, turnPath, type TurnWait } from './turn-lock.ts'

const turnsAt = (flinkUrl: string) => ({ kind: 'submission', address: new URL(flinkUrl).host }) as const

/**
 * Takes the turn to submit to the JobManager behind a REST address, waiting for others to be done.
 *
 * @throws StreamassayError `JOB_SUBMISSION_BUSY`, `TEMP_FOLDER_UNSAFE`, as `takeTurn` says
 */
export const lockSubmission = (flinkUrl: string, wait: TurnWait): Promise<Turn> =>
  takeTurn({ ...turnsAt(flinkUrl), what: `submit to ${flinkUrl}`, other: 'submission' }, wait)

/** The file that stands for a JobManager; whoever holds its lock has written into it who that is. */
export const lockPath = (flinkUrl: string): Promise<string> => turnPath(turnsAt(flinkUrl))
