/** The engine's clock, by which it is asked for logs; that of an engine on another machine may be minutes away from ours. */
import type { EngineApi } from './engine-api.ts'
import { engineTimeMs } from '../cleanup/lease.ts'

/** Tells the engine's clock from this machine's. */
export interface EngineClock {
  /** How far the engine's clock is ahead, in milliseconds; negative if it is behind. */
  aheadMs(): Promise<number>
  /** A time of this machine's clock by the engine's. */
  at(time: Date): Promise<Date>
}

/**
 * Asks the engine for its time once, when that is first needed. An engine that does not answer counts as one with our clock,
 * and is asked again the next time.
 */
export function engineClock(api: EngineApi): EngineClock {
  let known: Promise<number | null> | null = null
  const aheadMs = async (): Promise<number> => {
    const found = await (known ??= askAhead(api))
    if (found === null) known = null
    return found ?? 0
  }
  return { aheadMs, at: async (time) => new Date(time.getTime() + (await aheadMs())) }
}

/** The answer was written at some time between question and arrival: clocks that may be one count as one. */
async function askAhead(api: EngineApi): Promise<number | null> {
  const askedMs = Date.now()
  try {
    const info = await api({ method: 'GET', path: '/info' })
    const halfMs = (Date.now() - askedMs) / 2
    const aheadMs = engineTimeMs(JSON.parse(info.toString()) as { SystemTime?: string }) - (askedMs + halfMs)
    if (Number.isNaN(aheadMs)) return null
    return Math.abs(aheadMs) <= halfMs ? 0 : Math.round(aheadMs)
  } catch {
    return null
  }
}
