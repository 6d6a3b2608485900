/** A container as the plain client sees it: as much of dockerode's as watching one and reading its log take. */
import type { Readable, Writable } from 'node:stream'

import type { WatchedContainer } from '../liveness.ts'
import type { EngineApi } from './engine-api.ts'

const logTimeoutMs = 10_000
const headerBytes = 8

/** The container of a name. */
export function apiContainer(api: EngineApi, name: string): WatchedContainer {
  const path = `/containers/${name}`
  return {
    wait: ({ abortSignal }) => api({ method: 'POST', path: `${path}/wait`, signal: abortSignal }),
    async inspect() {
      const answer = await api({ method: 'GET', path: `${path}/json` })
      return JSON.parse(answer.toString()) as Awaited<ReturnType<WatchedContainer['inspect']>>
    },
    logs: ({ tail }) =>
      api({
        method: 'GET',
        path: `${path}/logs?stdout=1&stderr=1&tail=${tail}`,
        signal: AbortSignal.timeout(logTimeoutMs),
      }),
    modem: { demuxStream },
  }
}

/** Takes the engine's frames apart: eight bytes, the first the stream's number, the last four the length; then the text. */
function demuxStream(framed: Readable, stdout: Writable, stderr: Writable): void {
  let rest: Buffer = Buffer.alloc(0)
  framed.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= headerBytes && rest.length >= headerBytes + rest.readUInt32BE(4)) {
      const end = headerBytes + rest.readUInt32BE(4)
      const target = rest[0] === 2 ? stderr : stdout
      target.write(rest.subarray(headerBytes, end))
      rest = rest.subarray(end)
    }
  })
}
