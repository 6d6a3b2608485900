/** Why a submission failed: in Python's words where Python had a say, and in Flink's where not. */
import { messageOf, StreamassayError } from '../../errors.ts'
import { waitUntil } from '../../wait-until.ts'
import { rootCause } from '../failure/java-error.ts'
import { pythonOutput } from '../failure/python-output.ts'
import type { JobException } from '../../verdict/run-account.ts'
import { programException } from '../failure/exceptions.ts'
import { readTraceback } from '../failure/python-traceback.ts'
import { serverErrors } from '../rest.ts'

/** The cause of a submission that failed by the job's own doing: what Python raised, or how else its program ended. */
export class JobFault extends Error {
  readonly exception: JobException

  constructor(exception: JobException) {
    super(`${exception.type}: ${exception.message}`)
    this.exception = exception
  }
}

/** A program that ended without an exception, and without a job. */
const endedBy = (type: string, message: string, printed: readonly string[] = []): JobFault =>
  new JobFault(
    programException({ type, message, file: null, line: null, traceback: printed.join('\n').trim() || null }),
  )

const failed = (
  module: string,
  problem: string,
  remedy: string,
  more: { details?: readonly string[]; cause?: unknown } = {},
): StreamassayError =>
  new StreamassayError('JOB_SUBMISSION_FAILED', `the job ${module} could not be submitted: ${problem}`, {
    remedy,
    ...more,
  })

/** Where to read what Python said to a submission. */
export interface SubmissionLog {
  /** The uploaded jar's id, which tells the submission from others. */
  readonly jarId: string
  /** The JobManager's log so far; it may be a moment behind. */
  readonly read: () => Promise<string>
}

/**
 * The error for a submission that Flink refused.
 *
 * @param answer Flink's answer: Java frames alone, whatever the job did
 */
export async function refused(module: string, answer: string, log: SubmissionLog): Promise<StreamassayError> {
  const stacktrace = serverErrors(answer).findLast((error) => error.includes('\tat ')) ?? answer
  const exitCode = /Python process exits with code: (-?\d+)/.exec(stacktrace)?.[1]
  if (exitCode === undefined) return refusedByFlink(module, stacktrace)
  try {
    return refusedByPython(module, exitCode, await awaitOutput(log))
  } catch (error) {
    const remedy = "Read the JobManager's log between `Python Process Started` and `Python Process Exited`."
    return failed(
      module,
      `Python exited with ${exitCode}, and its output cannot be read: ${messageOf(error)}`,
      remedy,
      {
        cause: error,
      },
    )
  }
}

/** The error for a submission that had no answer: a `main` that did not come back in time, or no JobManager. */
export async function withoutAnswer(module: string, error: unknown, log: SubmissionLog): Promise<unknown> {
  const timedOut = error instanceof StreamassayError && (error.cause as Error | undefined)?.name === 'TimeoutError'
  if (!timedOut) return error
  const said = await log.read().then(
    (text) => pythonOutput(text, log.jarId)?.text ?? '',
    (problem: unknown) => `its log cannot be read: ${messageOf(problem)}`,
  )
  return new StreamassayError('WAIT_TIMED_OUT', `main() of ${module} did not return in time (${error.message})`, {
    remedy:
      'Check what main() waits for: it must build the job, call execute() once and return. Until its Python process has ended, ' +
      'the JobManager accepts no other Python job: restart it, or the stack.',
    cause: error,
    details: said === '' ? [] : said.split('\n'),
  })
}

/** The same failure, with one more line on what else went wrong. */
export function withNote(failure: unknown, problem: unknown): unknown {
  if (!(failure instanceof StreamassayError)) return failure
  const { code, message, remedy, cause } = failure
  const details = [...failure.details, `afterwards: ${messageOf(problem)}`]
  return new StreamassayError(code, message, { remedy, cause, details })
}

/** A program error of the job's, or of how it was called. */
function refusedByPython(module: string, exitCode: string, output: string): StreamassayError {
  const exception = readTraceback(output)
  const lines = output.split('\n')
  if (exception === null) {
    const last = lines.findLast((line) => line.trim() !== '') ?? 'it printed nothing'
    const remedy = "Correct the arguments (`args` of the scenario), or the job's main()."
    return failed(module, `Python exited with ${exitCode}: ${last}`, remedy, {
      details: lines,
      cause: endedBy('SystemExit', `${exitCode}: ${last}`, lines),
    })
  }
  const raised = programException(exception)
  const { type, message, file, line, traceback, hint } = raised
  const place = file === null ? '' : ` (${file}:${line})`
  const remedy = hint === null ? 'Correct the job: it failed before it read a record.' : hint
  return failed(module, `${type}: ${message}${place}`, remedy, {
    details: traceback?.split('\n') ?? lines,
    cause: new JobFault(raised),
  })
}

function refusedByFlink(module: string, stacktrace: string): StreamassayError {
  // `Could not execute application` says nothing, and its innermost cause does; of any other refusal the outermost says more.
  const [outermost = ''] = stacktrace.replace(/^<Exception on server side:\n/, '').split('\nCaused by: ')
  const { type, message } = rootCause(outermost.includes('RestHandlerException') ? stacktrace : outermost)
  const details = stacktrace.split('\n')
  if (/\bNo jobs included in application\b/.test(stacktrace)) {
    return failed(module, 'main() ended without a job', 'Call execute() on the environment at the end of main().', {
      details,
      cause: endedBy('NoJob', 'main() ended without a job: call execute() on the environment at its end'),
    })
  }
  // Seen when an earlier main still runs: one JobManager has room for one Python process.
  if (stacktrace.includes('PythonEnvUtils.setGatewayServer')) {
    const remedy = 'Restart the JobManager, or the stack: an earlier main() never returned.'
    return new StreamassayError(
      'JOB_SUBMISSION_BUSY',
      `the job ${module} could not be submitted: the Python process of another submission still runs in the JobManager`,
      { remedy, details },
    )
  }
  const remedy = "Correct the scenario's flinkConfiguration or the job; read the JobManager's log."
  return failed(module, `${type}: ${message}`, remedy, { details })
}

/** What Python said, waiting for the log to have all of it. */
const awaitOutput = (log: SubmissionLog): Promise<string> =>
  waitUntil(
    async () => {
      const output = pythonOutput(await log.read(), log.jarId)
      if (output?.ended) return { found: output.text }
      return { seen: output === null ? 'nothing about this submission' : output.text }
    },
    { what: "the output of Python in the JobManager's log", timeoutMs: 5000, intervalMs: 100, remedy: 'Read it.' },
  )
