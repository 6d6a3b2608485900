/** Reads container logs, bounded. */
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'

import type { Container } from 'dockerode'

const maximumLines = 100_000

/** What a container has written to its standard output and error, in order; at most the last 100,000 lines. */
export function containerLog(container: Container): Promise<string> {
  return read(container, maximumLines)
}

/** The last lines of a container's log; none when the log cannot be read, as the caller has worse to tell. */
export async function lastLines(container: Container, count: number): Promise<string[]> {
  const log = await read(container, count).catch(() => '')
  return log.split('\n').filter((line) => line !== '')
}

async function read(container: Container, tail: number): Promise<string> {
  const multiplexed = await container.logs({ stdout: true, stderr: true, follow: false, tail })
  const whole = new PassThrough()
  // Without a terminal the engine frames both streams into one; dockerode takes the frames apart.
  const framed = PassThrough.from([multiplexed])
  container.modem.demuxStream(framed, whole, whole)
  framed.on('end', () => whole.end())
  return text(whole)
}
