/** The engine for a command that has nothing to do where there is none. */
import { StreamassayError } from '../errors.ts'
import { type Engine, findEngine } from '../setup/engine/engine.ts'
import { planEngine } from '../setup/engine/engine-plan.ts'
import { surroundings } from '../setup/engine/engine-surroundings.ts'

/** @throws StreamassayError `ENGINE_MISSING`, with the reason why this user cannot use the engine, if it is known */
export async function answeringEngine(): Promise<Engine> {
  const sight = await findEngine()
  if ('engine' in sight) return sight.engine
  const plan = planEngine(await surroundings())
  const { message, remedy } = plan.action === 'stop' ? plan : stopped
  throw new StreamassayError('ENGINE_MISSING', message, { remedy, details: [sight.absence] })
}

const stopped = {
  message: 'no container engine answers',
  remedy: 'Start it with `npx streamassay setup`. Containers of earlier runs may still be on it.',
}
