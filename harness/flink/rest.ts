/** One exchange with Flink's REST interface: a limit on every request, answers checked, failures told in one line. */
import type { z } from 'zod'

import { messageOf, StreamassayError } from '../errors.ts'

/** Limits that every request is under. */
export interface RestLimits {
  /** The longest that a request may take, its answer's body included; 10 s when not given. */
  readonly timeoutMs?: number
  /** Ends a request from outside; its reason is thrown. */
  readonly signal?: AbortSignal
}

export interface RestRequest extends RestLimits {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** From the root, with the query: `/jobs/<id>?mode=cancel`. */
  readonly path: string
  /** A form is sent as multipart, anything else as JSON. */
  readonly body?: FormData | object
}

export interface RestAnswer {
  readonly status: number
  readonly text: string
}

const defaultTimeoutMs = 10_000
/** Flink's own answers are far below: the failures of a job that was restarted many times are the longest. */
const longestAnswerBytes = 64 * 2 ** 20

const remedy = 'Check that the JobManager is up and that the address is its REST interface: open it in a browser.'

/**
 * Sends a request and reads the whole answer, whatever its status.
 *
 * @throws StreamassayError `FLINK_REST_FAILED` when there is no answer within the limit, or one of more than 64 MiB; the
 * signal's reason when aborted
 */
export async function exchange(flinkUrl: string, request: RestRequest): Promise<RestAnswer> {
  const { method, path, body, timeoutMs = defaultTimeoutMs } = request
  const limit = AbortSignal.timeout(timeoutMs)
  const signal = request.signal ? AbortSignal.any([limit, request.signal]) : limit
  try {
    const response = await fetch(new URL(path, flinkUrl), { method, signal, ...encoded(body) })
    return { status: response.status, text: await bodyOf(response) }
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason
    const problem = limit.aborted ? `no answer within ${timeoutMs / 1000} s` : rootMessage(error)
    throw new StreamassayError('FLINK_REST_FAILED', `${method} ${path} at ${flinkUrl}: ${problem}`, {
      remedy,
      cause: error,
    })
  }
}

/**
 * Sends a request and gives the answer as `schema` reads it.
 *
 * @throws StreamassayError `FLINK_REST_FAILED` also when Flink refuses, or answers in a shape that `schema` does not know
 */
export async function ask<Answer>(flinkUrl: string, request: RestRequest, schema: z.ZodType<Answer>): Promise<Answer> {
  return understood(flinkUrl, request, await finalAnswer(flinkUrl, request), schema)
}

/** The same of what need not be there: null where Flink says that it is not (404). */
export async function askIfThere<Answer>(
  flinkUrl: string,
  request: RestRequest,
  schema: z.ZodType<Answer>,
): Promise<Answer | null> {
  const answer = await finalAnswer(flinkUrl, request)
  return answer.status === 404 ? null : understood(flinkUrl, request, answer, schema)
}

function understood<Answer>(
  flinkUrl: string,
  request: RestRequest,
  answer: RestAnswer,
  schema: z.ZodType<Answer>,
): Answer {
  if (answer.status >= 400) throw refusal(flinkUrl, request, answer)
  try {
    return schema.parse(JSON.parse(answer.text))
  } catch (error) {
    const { method, path } = request
    throw new StreamassayError(
      'FLINK_REST_FAILED',
      `${method} ${path} at ${flinkUrl} answered ${answer.status}, but not as Flink 2 does: ${firstUsefulLine(answer.text)}`,
      { remedy, details: messageOf(error).split('\n'), cause: error },
    )
  }
}

// Flink asks a job's master once for all who want to know how the job stands. Whoever comes when `web.refresh-interval` has
// passed and there is no answer yet, as on a busy machine, has that question cancelled, and those before get this instead.
const superseded = /\bCancellationException\b[^]*\bDefaultExecutionGraphCache\b/

/** The answer to a request that no other has taken the place of: asked anew, it waits for the same answer as that one. */
async function finalAnswer(flinkUrl: string, request: RestRequest): Promise<RestAnswer> {
  const end = performance.now() + (request.timeoutMs ?? defaultTimeoutMs)
  for (;;) {
    const answer = await exchange(flinkUrl, request)
    const isFinal = answer.status < 500 || !superseded.test(answer.text)
    if (isFinal || performance.now() > end) return answer
  }
}

/** The error for an answer that refuses the request. */
export const refusal = (flinkUrl: string, request: RestRequest, answer: RestAnswer): StreamassayError =>
  new StreamassayError(
    'FLINK_REST_FAILED',
    `${request.method} ${request.path} at ${flinkUrl} answered ${answer.status}: ${firstUsefulLine(answer.text)}`,
    { remedy, details: serverErrors(answer.text).flatMap((error) => error.split('\n')) },
  )

/** What Flink says went wrong, stack traces included; the answer itself when it is not Flink's JSON. */
export function serverErrors(text: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && 'errors' in parsed && Array.isArray(parsed.errors)) {
      return parsed.errors.map(String)
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return [text]
}

// Flink opens many of its errors with lines that say only that there is one.
const empty = /^(Internal server error\.|<Exception on server side:|End of exception on server side>)?$/

/** The first line of an answer that says something. */
function firstUsefulLine(text: string): string {
  const lines = serverErrors(text).flatMap((error) => error.split('\n').map((line) => line.trim()))
  return (lines.find((line) => !empty.test(line)) ?? 'nothing').slice(0, 500)
}

async function bodyOf({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let sizeBytes = 0
  for await (const piece of body ?? []) {
    sizeBytes += piece.length
    if (sizeBytes > longestAnswerBytes) throw new Error(`an answer of more than ${longestAnswerBytes} bytes`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}

const encoded = (body: FormData | object | undefined): RequestInit => {
  if (body === undefined) return {}
  if (body instanceof FormData) return { body }
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

/** What fetch hides: its own message is always `fetch failed`. */
function rootMessage(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof AggregateError && cause.errors.length > 0) return messageOf(cause.errors[0])
  return messageOf(cause ?? error)
}
