/** Reads container logs, bounded. */

/** What is asked of a container about its log; dockerode's containers can tell. */
export interface LoggedContainer {
  logs(options: { stdout: true; stderr: true; follow: false; tail: number }): Promise<Buffer>
}

const maximumLines = 100_000
const headerBytes = 8

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
  return unframed(await container.logs({ stdout: true, stderr: true, follow: false, tail })).toString()
}

/**
 * The text in the engine's frames, of both streams in their order: each frame is eight bytes, the last four of them the
 * length, and the text. (docker-modem 5.0 takes frames apart as well, but it calls itself for each of them: the log of a
 * stack that has run some hundred jobs is more than the call stack holds.)
 */
function unframed(framed: Buffer): Buffer {
  const texts: Buffer[] = []
  for (let at = 0; at + headerBytes <= framed.length;) {
    const begin = at + headerBytes
    at = begin + framed.readUInt32BE(at + 4)
    texts.push(framed.subarray(begin, at))
  }
  return Buffer.concat(texts)
}
