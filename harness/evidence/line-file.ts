/** A file that is written as its rows come: whoever is faster than the disk is made to wait. */
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { finished } from 'node:stream/promises'

/** Text that may wait to be written. */
const waitingBytes = 256 * 1024

export class LineFile implements AsyncDisposable {
  readonly #stream: WriteStream
  #failure: Error | null = null

  private constructor(stream: WriteStream) {
    this.#stream = stream
    stream.on('error', (error) => (this.#failure = error))
  }

  /** Makes the file, empty. @throws what the file system says */
  static async create(path: string): Promise<LineFile> {
    const handle = await open(path, 'w')
    return new LineFile(createWriteStream(path, { fd: handle, highWaterMark: waitingBytes }))
  }

  /** Resolves when more may be written. @throws what an earlier write or this one failed with */
  async write(pieces: Iterable<string>): Promise<void> {
    for (const piece of pieces) {
      if (this.#failure !== null) throw this.#failure
      if (!this.#stream.write(piece)) await once(this.#stream, 'drain')
    }
  }

  /** Writes what is left and closes the file. @throws what a write failed with */
  async end(): Promise<void> {
    if (this.#failure !== null) throw this.#failure
    this.#stream.end()
    await finished(this.#stream)
  }

  /** Closes the file as it is. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stream.destroy()
    // What a write failed with has been told to whoever wrote.
    await finished(this.#stream).catch(() => undefined)
  }
}
