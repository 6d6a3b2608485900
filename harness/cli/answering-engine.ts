/** The engine for a command that has nothing to do where there is none. */
import { StreamassayError } from '../errors.ts'
import { type Engine, findEngine } from '../setup/engine/engine.ts'

/** @throws StreamassayError `ENGINE_MISSING` */
export async function answeringEngine(): Promise<Engine> {
  const sight = await findEngine()
  if ('engine' in sight) return sight.engine
  throw new StreamassayError('ENGINE_MISSING', `no container engine answers: ${sight.absence}`, {
    remedy: 'Start the engine first; `npx streamassay doctor` says how. Without one nothing can have been left.',
  })
}
