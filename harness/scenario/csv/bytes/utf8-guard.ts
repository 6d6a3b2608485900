/** A guard for UTF-8: finds the first byte that does not belong, in a file that comes in pieces. */
import { isUtf8 } from 'node:buffer'

/** How many bytes at the end begin a character whose rest is still to come: 0 to 3. */
function openBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
    if (byte < 0x80) return 0
  }
  return 0
}

const isSound = (bytes: Uint8Array): boolean => isUtf8(bytes.subarray(0, bytes.length - openBytes(bytes)))

/** The place of the first byte that does not belong, in bytes that are not sound. */
function firstBadByte(bytes: Uint8Array): number {
  let sound = 0
  let unsound = bytes.length
  while (unsound - sound > 1) {
    const middle = (sound + unsound) >> 1
    if (isSound(bytes.subarray(0, middle))) sound = middle
    else unsound = middle
  }
  return sound - openBytes(bytes.subarray(0, sound))
}

/** The first byte that does not belong. */
interface Fault {
  /** Its offset in the whole file. */
  readonly offset: number
  readonly byte: number
}

/** A guard over one file's pieces, which are to be shown to it in order. */
export class Utf8Guard {
  #seenBytes = 0
  /** What the last piece ended with: the beginning of a character. */
  #open: Uint8Array = new Uint8Array()

  /** The first byte that does not belong, or null while all is well. */
  findFault(piece: Uint8Array): Fault | null {
    const bytes = this.#open.length === 0 ? piece : Buffer.concat([this.#open, piece])
    if (!isSound(bytes)) {
      const bad = firstBadByte(bytes)
      return { offset: this.#seenBytes - this.#open.length + bad, byte: bytes[bad] ?? 0 }
    }
    this.#seenBytes += piece.length
    this.#open = bytes.subarray(bytes.length - openBytes(bytes))
    return null
  }

  /** The offset of a character that the end of the file cuts off, or null. */
  findCutOff(): number | null {
    return this.#open.length > 0 ? this.#seenBytes - this.#open.length : null
  }
}
