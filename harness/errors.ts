/** Every failure that streamassay itself can name: one class, a closed list of codes, a remedy in each. */

/** What can go wrong, as a closed list; a code never changes its meaning. */
export const errorCodes = [
  'CSV_INVALID',
  'CSV_UNREADABLE',
  'CSV_CHANGED',
  'SCENARIO_INVALID',
  'SCENARIO_UNREADABLE',
  'REFERENCE_FAILED',
  'RECORD_UNENCODABLE',
  'TEMP_FOLDER_UNSAFE',
  'SETUP_FAILED',
  'ENGINE_MISSING',
  'BASE_IMAGE_FAILED',
  'IMAGE_BUILD_FAILED',
  'IMAGE_MISSING',
  'VERSIONS_UNSUPPORTED',
  'CONTAINER_DIED',
  'STACK_FAILED',
  'PORTS_REFUSED',
  'OPTION_INVALID',
  'WAIT_TIMED_OUT',
  'KAFKA_TOPIC_FAILED',
  'KAFKA_REPLAY_FAILED',
  'KAFKA_DRAIN_FAILED',
  'SINK_READ_FAILED',
  'OUTPUT_ENDLESS',
  'FLINK_REST_FAILED',
  'JOB_PACKAGE_INVALID',
  'JOB_SUBMISSION_FAILED',
  'JOB_SUBMISSION_BUSY',
  'JOB_STOP_FAILED',
  'REGRESSION_UNREADABLE',
  'CASES_ENTANGLED',
  'EVIDENCE_UNWRITABLE',
  'INTERRUPTED',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/**
 * The one error class of the harness.
 *
 * `message` says what happened and where, `remedy` what to do about it (a sentence that names the command, option or
 * file to change), `details` holds lines worth reading after both (log tails, further problems).
 */
export class StreamassayError extends Error {
  override readonly name = 'StreamassayError'
  readonly code: ErrorCode
  readonly remedy: string
  readonly details: readonly string[]

  constructor(
    code: ErrorCode,
    message: string,
    options: { remedy: string; details?: readonly string[]; cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.remedy = options.remedy
    this.details = options.details ?? []
  }
}

/** An error in full, as a user reads it: what happened, the lines worth reading, and what to do. */
export function errorText(error: unknown): string {
  if (!(error instanceof StreamassayError))
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  const details = error.details.map((line) => `  ${line}`)
  return [`error: ${error.message} [${error.code}]`, ...details, `remedy: ${error.remedy}`].join('\n')
}

/** What to do about whatever was thrown; null where it does not say. */
export const remedyOf = (thrown: unknown): string | null => (thrown instanceof StreamassayError ? thrown.remedy : null)

/** The message of whatever was thrown, for putting into another message. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** Returns the error that came first: one while things are given back only follows from it. */
export const firstThrown = (thrown: unknown): unknown =>
  thrown instanceof SuppressedError ? firstThrown(thrown.suppressed) : thrown
