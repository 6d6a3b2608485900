/** Notices at once when a container of a stack dies, and says how it died. */
import type { Container } from 'dockerode'

import { StreamassayError } from '../errors.ts'
import { lastLines } from './logs.ts'

const shownLines = 20

/**
 * Aborts `dead` with a `CONTAINER_DIED` as soon as the container stops, unless `dead` has been aborted before: whoever
 * removes the container on purpose aborts it first.
 */
export async function watchContainer(name: string, container: Container, dead: AbortController): Promise<void> {
  try {
    await container.wait({ abortSignal: dead.signal })
  } catch (error) {
    if (!dead.signal.aborted) dead.abort(await causeOfDeath(name, container, error))
    return
  }
  if (!dead.signal.aborted) dead.abort(await causeOfDeath(name, container))
}

async function causeOfDeath(name: string, container: Container, cause?: unknown): Promise<StreamassayError> {
  const state = await container.inspect().then(
    (found) => found.State,
    () => null,
  )
  const how =
    state === null ? 'was removed' : `exited with ${state.ExitCode}${state.OOMKilled ? ' (out of memory)' : ''}`
  return new StreamassayError('CONTAINER_DIED', `the container of ${name} ${how}`, {
    remedy: state?.OOMKilled
      ? 'give the engine more memory; `streamassay doctor` shows what it has'
      : 'read its last log lines below; the whole log is in the evidence folder if the run got that far',
    details: state === null ? [] : await lastLines(container, shownLines),
    cause,
  })
}
