/** Answers out of a stream of bytes: each is preceded by its length, and comes whole, in one piece of memory. */

const lengthBytes = 4
/** Every answer begins with the number of its request. */
const leastBytes = 4
/** Far more than a broker is asked for at a time, and less than the first letters of HTTP or TLS are as a length. */
const mostBytes = 128 * 2 ** 20

/** Puts the frames of one connection together. What is held is what the frame that is on its way will need. */
export class Frames {
  readonly #length = Buffer.alloc(lengthBytes)
  #lengthSeen = 0
  #frame: Buffer | null = null
  #frameSeen = 0

  /**
   * Takes bytes in, and gives back the frames that are complete with them.
   *
   * @throws Error when what comes cannot be from a broker; nothing is to be taken in after that
   */
  take(bytes: Buffer): Buffer[] {
    const complete: Buffer[] = []
    for (let at = 0; at < bytes.length;) {
      if (this.#frame === null) {
        at += this.#takeLength(bytes, at)
      } else {
        const copied = bytes.copy(this.#frame, this.#frameSeen, at)
        at += copied
        this.#frameSeen += copied
      }
      if (this.#frame !== null && this.#frameSeen === this.#frame.length) {
        complete.push(this.#frame)
        this.#frame = null
      }
    }
    return complete
  }

  #takeLength(bytes: Buffer, at: number): number {
    const copied = bytes.copy(this.#length, this.#lengthSeen, at)
    this.#lengthSeen += copied
    if (this.#lengthSeen === lengthBytes) {
      const sizeBytes = this.#length.readInt32BE()
      if (sizeBytes < leastBytes || sizeBytes > mostBytes) throw new Error(`a frame of ${sizeBytes} bytes`)
      this.#frame = Buffer.allocUnsafe(sizeBytes)
      this.#frameSeen = 0
      this.#lengthSeen = 0
    }
    return copied
  }
}
