/** Pulls an image within limits: a registry that is not there must not cost minutes. */
import type { Engine } from '../engine/engine.ts'
import { readAnswer } from './engine-messages.ts'
import type { Progress } from '../progress.ts'

const answerTimeoutMs = 30_000
const pullTimeoutMs = 10 * 60_000

/**
 * Pulls `reference`. The registry is given 30 s to answer, or `answerTimeoutMs`, and 10 minutes for all of it.
 *
 * @throws Error what the engine says, or the reason of `signal`
 */
export async function pullImage(
  engine: Engine,
  reference: string,
  options: {
    readonly progress: Progress
    readonly signal?: AbortSignal | undefined
    readonly answerTimeoutMs?: number
  },
): Promise<void> {
  options.progress(`pulling ${reference}`)
  const limit = new AbortController()
  const give = (timeoutMs: number, what: string): NodeJS.Timeout =>
    setTimeout(() => limit.abort(new Error(`${what} after ${timeoutMs / 1000} s`)), timeoutMs)
  let timer = give(options.answerTimeoutMs ?? answerTimeoutMs, 'the registry did not answer')
  try {
    const signals = options.signal ? [limit.signal, options.signal] : [limit.signal]
    // The engine begins its answer once the registry has begun its own.
    const answer = await engine.dockerode.pull(reference, { abortSignal: AbortSignal.any(signals) })
    clearTimeout(timer)
    timer = give(pullTimeoutMs, 'the pull did not finish')
    await readAnswer(answer, ({ status }) => {
      if (status !== undefined) options.progress(`pulling ${reference}: ${status}`)
    })
  } catch (error) {
    options.signal?.throwIfAborted()
    throw limit.signal.aborted ? limit.signal.reason : error
  } finally {
    clearTimeout(timer)
  }
}
