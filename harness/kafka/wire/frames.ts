/** Answers out of a stream of bytes: each is preceded by its length, and comes whole, in one piece of memory. */

const lengthBytes = 4

/** Puts the frames of one connection together. What is held is what the frame that is on its way will need. */
export class Frames {
  readonly #length = Buffer.alloc(lengthBytes)
  #lengthSeen = 0
  #frame: Buffer | null = null
  #frameSeen = 0

  /** Takes bytes in, and gives back the frames that are complete with them. */
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
      this.#frame = Buffer.allocUnsafe(this.#length.readInt32BE())
      this.#frameSeen = 0
      this.#lengthSeen = 0
    }
    return copied
  }
}
