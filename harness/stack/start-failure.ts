/** Why a stack could not be started: in words with a remedy, the engine's own beside them. */
import { messageOf, StreamassayError } from '../errors.ts'
import { untilAborted } from '../wait-until.ts'
import { troubleIn } from './engine/engine-trouble.ts'
import { causeOfDeath, type WatchedContainer } from './liveness.ts'

const answerTimeoutMs = 10_000

/** What is asked of an engine about its images; dockerode can tell. */
interface ImageStore {
  getImage(reference: string): { inspect(): Promise<unknown> }
}

/**
 * Makes sure that the engine has images. testcontainers would pull one that is missing, and wait for ever when that fails.
 *
 * @throws StreamassayError `IMAGE_MISSING`; `STACK_FAILED` when the engine cannot be asked, or does not answer in 10 s
 */
export async function needImages(connecting: Promise<ImageStore>, references: readonly string[]): Promise<void> {
  const looks = references.map(async (reference) => {
    const look = connecting.then((engine) => engine.getImage(reference).inspect())
    await within(answerTimeoutMs, look).catch((error: unknown) => {
      throw isUnknown(error) ? imageMissing(reference, error) : notStarted('a stack', error)
    })
  })
  await Promise.all(looks)
}

/** The outcome of an engine's work, or an error that says for how long it was waited for. */
export function within<Value>(timeoutMs: number, work: Promise<Value>): Promise<Value> {
  const limit = AbortSignal.timeout(timeoutMs)
  return untilAborted(work, limit).catch((error: unknown) => {
    throw limit.aborted ? new Error(`the container engine did not finish within ${timeoutMs / 1000} s`) : error
  })
}

/** The error for a container that could not be started: one that ran and ended at once is told by how it ended. */
export async function whyNotStarted(
  name: string,
  container: WatchedContainer,
  error: unknown,
): Promise<StreamassayError> {
  if (error instanceof StreamassayError) return error
  // Of a container that has ended testcontainers only says that its ports are missing.
  const hasEnded = await within(answerTimeoutMs, container.inspect()).then(
    ({ State: state }) => !state.Running && state.Status !== 'created',
    () => false,
  )
  const other = notStarted(`the container ${name}`, error)
  return hasEnded ? within(answerTimeoutMs, causeOfDeath(name, container, error)).catch(() => other) : other
}

/** The error for what the engine would not start, or did not start in its time. */
export function notStarted(what: string, error: unknown): StreamassayError {
  const missing = /no such image: (\S+)/i.exec(messageOf(error))?.[1]
  if (missing !== undefined) return imageMissing(missing, error)
  const trouble = troubleIn(messageOf(error))
  const why = trouble === null ? messageOf(error) : `${trouble.what} (${messageOf(error)})`
  return new StreamassayError('STACK_FAILED', `${what} could not be started: ${why}`, {
    remedy: trouble?.remedy ?? 'Run `npx streamassay doctor`: it checks engine, images, memory and disk.',
    cause: error,
  })
}

const imageMissing = (reference: string, cause: unknown): StreamassayError =>
  new StreamassayError('IMAGE_MISSING', `the engine does not have the image ${reference}`, {
    remedy: 'Run the same command again: set-up builds the image, which another process has removed.',
    cause,
  })

const isUnknown = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 404
