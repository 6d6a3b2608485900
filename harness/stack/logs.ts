/** Reads container logs, bounded. */

/** What is asked of a container about its log; dockerode's containers can tell. */
export interface LoggedContainer {
  logs(options: LogOptions): Promise<Buffer>
}

interface LogOptions {
  readonly stdout: true
  readonly stderr: true
  readonly follow: false
  /** Lines, from the end. */
  readonly tail: number
  /** In seconds since 1970, by the engine's clock; 0 for all there is. */
  readonly since: number
}

/** An engine looks for the beginning of a log that is not bounded by lines in all of it: some jobs are asked for first. */
const linesAsked = [10_000, 100_000]
const headerBytes = 8
/** The engine's time is known to some milliseconds, and it may write what was said a moment before. */
export const clockMarginSeconds = 10

/**
 * What a container has written to its standard output and error since then, by the engine's clock, in order; at most the last 100,000 lines. A
 * stack that has run hundreds of jobs has a log of many megabytes, of which one run has a page.
 */
export async function containerLog(container: LoggedContainer, since: Date): Promise<string> {
  const seconds = Math.max(0, Math.floor(since.getTime() / 1000) - clockMarginSeconds)
  let log = ''
  for (const tail of linesAsked) {
    log = await read(container, tail, seconds)
    if (log.split('\n').length <= tail) break
  }
  return log
}

/** The last lines of a container's log; none when the log cannot be read, as the caller has worse to tell. */
export async function lastLines(container: LoggedContainer, count: number): Promise<string[]> {
  const log = await read(container, count, 0).catch(() => '')
  return log.split('\n').filter((line) => line !== '')
}

async function read(container: LoggedContainer, tail: number, since: number): Promise<string> {
  return unframed(await container.logs({ stdout: true, stderr: true, follow: false, tail, since })).toString()
}

/**
 * The text in the engine's frames, of both streams in their order: each frame is eight bytes, the last four of them the
 * length, and the text. (docker-modem 5.0 takes frames apart as well, but it calls itself for each of them: the log of a
 * stack that has run some hundred jobs is more than the call stack holds.)
 */
export function unframed(framed: Buffer): Buffer {
  const texts: Buffer[] = []
  for (let at = 0; at + headerBytes <= framed.length;) {
    const begin = at + headerBytes
    at = begin + framed.readUInt32BE(at + 4)
    texts.push(framed.subarray(begin, at))
  }
  return Buffer.concat(texts)
}
