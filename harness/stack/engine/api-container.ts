/** A container as the plain client sees it: as much of dockerode's as watching one and reading its log take. */
import type { WatchedContainer } from '../liveness.ts'
import type { EngineApi } from './engine-api.ts'

const logTimeoutMs = 10_000

/** The container of a name. */
export function apiContainer(api: EngineApi, name: string): WatchedContainer {
  const path = `/containers/${name}`
  return {
    wait: ({ abortSignal }) => api({ method: 'POST', path: `${path}/wait`, signal: abortSignal }),
    async inspect() {
      const answer = await api({ method: 'GET', path: `${path}/json` })
      return JSON.parse(answer.toString()) as Awaited<ReturnType<WatchedContainer['inspect']>>
    },
    logs: ({ tail, since }) =>
      api({
        method: 'GET',
        path: `${path}/logs?stdout=1&stderr=1&tail=${tail}&since=${since}`,
        signal: AbortSignal.timeout(logTimeoutMs),
      }),
  }
}
