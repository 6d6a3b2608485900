/** Notices at once when a container of a stack dies, and says how it died. */
import { messageOf, StreamassayError } from '../errors.ts'
import { untilAborted } from '../wait-until.ts'
import { lastLines, type LoggedContainer } from './logs.ts'

/** What is asked of a container about its life; dockerode's containers can tell. */
export interface WatchedContainer extends LoggedContainer {
  wait(options: { abortSignal: AbortSignal }): Promise<unknown>
  inspect(): Promise<{
    readonly State: { readonly Running: boolean; readonly ExitCode: number; readonly OOMKilled: boolean }
  }>
}

const shownLines = 20
const mostCuts = 5
const answerTimeoutMs = 10_000

/**
 * Aborts `dead` with a `CONTAINER_DIED` as soon as the container stops, unless `dead` has been aborted before: whoever
 * removes the container on purpose aborts it first.
 */
export async function watchContainer(name: string, container: WatchedContainer, dead: AbortController): Promise<void> {
  for (let cut = 0; ; cut += 1) {
    const failure: unknown = await container.wait({ abortSignal: dead.signal }).then(
      () => undefined,
      (error: unknown) => error ?? new Error('the wait failed'),
    )
    if (dead.signal.aborted) return
    // A connection that was cut says nothing about the container; one that is cut again and again is no use.
    if (failure !== undefined && (await isRunning(container))) {
      if (cut < mostCuts) continue
      dead.abort(unwatched(name, failure))
      return
    }
    const cause = untilAborted(causeOfDeath(name, container, failure), AbortSignal.timeout(answerTimeoutMs))
    dead.abort(await cause.catch((error: unknown) => unwatched(name, error)))
    return
  }
}

/** How a container ended, with its last log lines. */
export async function causeOfDeath(
  name: string,
  container: WatchedContainer,
  cause?: unknown,
): Promise<StreamassayError> {
  const state = await container.inspect().then(
    (found) => found.State,
    (error: unknown) => {
      if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return null
      throw error
    },
  )
  const how =
    state === null ? 'was removed' : `exited with ${state.ExitCode}${state.OOMKilled ? ' (out of memory)' : ''}`
  return new StreamassayError('CONTAINER_DIED', `the container of ${name} ${how}`, {
    remedy: state?.OOMKilled
      ? 'give the engine more memory; `npx streamassay doctor` shows what it has'
      : 'read its last log lines, here and in the evidence folder',
    details: state === null ? [] : await lastLines(container, shownLines),
    cause,
  })
}

const isRunning = (container: WatchedContainer): Promise<boolean> =>
  container.inspect().then(
    (found) => found.State.Running,
    () => false,
  )

const unwatched = (name: string, error: unknown): StreamassayError =>
  new StreamassayError(
    'CONTAINER_DIED',
    `the engine no longer says how the container of ${name} is: ${messageOf(error)}`,
    {
      remedy: 'see whether the container engine still runs: `npx streamassay doctor`',
      cause: error,
    },
  )
