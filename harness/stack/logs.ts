/** Reads container logs, bounded. */
import { PassThrough, type Readable, type Writable } from 'node:stream'
import { text } from 'node:stream/consumers'

/** What is asked of a container about its log; dockerode's containers can tell. */
export interface LoggedContainer {
  logs(options: { stdout: true; stderr: true; follow: false; tail: number }): Promise<Buffer>
  readonly modem: { demuxStream(framed: Readable, stdout: Writable, stderr: Writable): void }
}

const maximumLines = 100_000

/** What a container has written to its standard output and error, in order; at most the last 100,000 lines. */
export function containerLog(container: LoggedContainer): Promise<string> {
  return read(container, maximumLines)
}

/** The last lines of a container's log; none when the log cannot be read, as the caller has worse to tell. */
export async function lastLines(container: LoggedContainer, count: number): Promise<string[]> {
  const log = await read(container, count).catch(() => '')
  return log.split('\n').filter((line) => line !== '')
}

async function read(container: LoggedContainer, tail: number): Promise<string> {
  const multiplexed = await container.logs({ stdout: true, stderr: true, follow: false, tail })
  const whole = new PassThrough()
  // Without a terminal the engine frames both streams into one; dockerode takes the frames apart.
  const framed = PassThrough.from([multiplexed])
  container.modem.demuxStream(framed, whole, whole)
  framed.on('end', () => whole.end())
  return text(whole)
}
