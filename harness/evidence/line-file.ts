/** A file that is written as its rows come: whoever is faster than the disk is made to wait. */
import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { finished } from 'node:stream/promises'

/** Text that may wait to be written. */
const waitingBytes = 256 * 1024
/** The longest file: millions of rows are shorter. */
const longestBytes = 2 * 2 ** 30

export class LineFile implements AsyncDisposable {
  readonly #stream: WriteStream
  readonly #mostBytes: number
  #sizeBytes = 0
  #failure: Error | null = null

  private constructor(stream: WriteStream, mostBytes: number) {
    this.#stream = stream
    this.#mostBytes = mostBytes
    stream.on('error', (error) => (this.#failure = error))
  }

  /** Makes the file, empty. Beyond `mostBytes` it ends with a line that says so. @throws what the file system says */
  static async create(path: string, mostBytes = longestBytes): Promise<LineFile> {
    const handle = await open(path, 'w')
    return new LineFile(createWriteStream(path, { fd: handle, highWaterMark: waitingBytes }), mostBytes)
  }

  /** Resolves when more may be written. @throws what an earlier write or this one failed with */
  async write(pieces: Iterable<string>): Promise<void> {
    for (const piece of pieces) {
      if (this.#failure !== null) throw this.#failure
      if (this.#sizeBytes > this.#mostBytes) return
      this.#sizeBytes += Buffer.byteLength(piece)
      const isTooMuch = this.#sizeBytes > this.#mostBytes
      const text = isTooMuch ? `{"cut":"the file would be longer than ${this.#mostBytes} bytes"}\n` : piece
      if (!this.#stream.write(text)) await once(this.#stream, 'drain')
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
