/** Notices at once when a container of a stack dies, and says how it died. */
import { messageOf, StreamassayError } from '../errors.ts'
import { untilAborted } from '../wait-until.ts'
import { troubleIn } from './engine/engine-trouble.ts'
import { lastLines, type LoggedContainer } from './logs.ts'

/** What is asked of a container about its life. */
export interface WatchedContainer extends LoggedContainer {
  wait(options: { abortSignal: AbortSignal }): Promise<unknown>
  inspect(): Promise<{
    readonly State: {
      readonly Running: boolean
      /** `created`, `running`, `exited` and others. */
      readonly Status: string
      readonly ExitCode: number
      readonly OOMKilled: boolean
    }
  }>
}

/** A cause stands above its stack trace, which has often more lines than are shown. */
const searchedLines = 200
const shownLines = 20
/** One after the other, each soon after the one before. */
const mostCuts = 5
const soonMs = 60_000
const answerTimeoutMs = 10_000

/**
 * Aborts `dead` with a `CONTAINER_DIED` as soon as the container stops, unless `dead` has been aborted before: whoever
 * removes the container on purpose aborts it first.
 */
export async function watchContainer(name: string, container: WatchedContainer, dead: AbortController): Promise<void> {
  let cut = 0
  for (;;) {
    const sinceMs = performance.now()
    const failure: unknown = await container.wait({ abortSignal: dead.signal }).then(
      () => undefined,
      (error: unknown) => error ?? new Error('the wait failed'),
    )
    if (dead.signal.aborted) return
    // A connection that was cut says nothing about the container; one that is cut again and again is no use.
    if (failure !== undefined && (await isRunning(container))) {
      cut = performance.now() - sinceMs < soonMs ? cut + 1 : 1
      if (cut <= mostCuts) continue
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
  // It ran on all the time, and the engine did not say so when it was first asked.
  if (state?.Running) return unwatched(name, cause ?? new Error('it runs, and the wait for its end is over'))
  const log = state === null ? [] : await lastLines(container, searchedLines)
  const { how, remedy } = state === null ? removed : wayToDie(state, log)
  const details = log.slice(-shownLines)
  return new StreamassayError('CONTAINER_DIED', `the container of ${name} ${how}`, { remedy, details, cause })
}

const removed = {
  how: 'was removed',
  remedy: 'Another process removed the container, for example `clean --all`. Run the same command again.',
}

/** What to do by exit code, which of a signal is 128 and its number. */
const remediesOf: ReadonlyMap<number, string> = new Map([
  [
    137,
    'Check `dmesg` on the machine of the engine: if the memory ran out, give the engine more. Else another process killed the container; read its last log lines, here and in the evidence folder.',
  ],
  [
    143,
    'Another program stopped the container, or the engine was shut down. Run `npx streamassay doctor`, then the same command again.',
  ],
])

/** How a container ended, from its exit code, the engine's word on its memory, and its last log lines. */
function wayToDie(
  { ExitCode, OOMKilled }: { readonly ExitCode: number; readonly OOMKilled: boolean },
  log: readonly string[],
): { readonly how: string; readonly remedy: string } {
  const how = `exited with ${ExitCode}`
  if (OOMKilled) {
    return {
      how: `${how} (out of memory)`,
      remedy:
        'Check what the job keeps in memory: the container reached its memory limit. Give the engine 4 GiB if it has less (`npx streamassay doctor` shows it).',
    }
  }
  const trouble = troubleIn(...log)
  if (trouble !== null) return { how: `${how}: ${trouble.what}`, remedy: trouble.remedy }
  return { how, remedy: remediesOf.get(ExitCode) ?? 'Read its last log lines, here and in the evidence folder.' }
}

const isRunning = (container: WatchedContainer): Promise<boolean> =>
  container.inspect().then(
    (found) => found.State.Running,
    () => false,
  )

const unwatched = (name: string, error: unknown): StreamassayError =>
  new StreamassayError(
    'CONTAINER_DIED',
    `the engine no longer reports the state of the container of ${name}: ${messageOf(error)}`,
    {
      remedy: 'Check whether the container engine still runs: `npx streamassay doctor`.',
      cause: error,
    },
  )
