/** A guard for the bytes that no CSV file should have: what is not UTF-8, and NUL. */
import { mostProblems } from '../csv-problem.ts'
import { Utf8Guard } from './utf8-guard.ts'

/** A byte at which something is wrong. */
export interface ByteFault {
  /** In the whole file, from 0. */
  readonly offset: number
  readonly what: string
  readonly remedy: string
}

/** A guard over one file's pieces, which are to be shown to it in order. */
export class ByteGuard {
  readonly #utf8 = new Utf8Guard()
  #isUtf8 = true
  #seenBytes = 0
  #nulRuns = 0
  #endsInNul = false

  /**
   * What is wrong within the piece, in the order of the file: the first byte that is not UTF-8, for in a file of another
   * encoding there are thousands, and the first NUL of each run of them.
   */
  findFaults(piece: Uint8Array): readonly ByteFault[] {
    const faults = [...this.#findNuls(piece)]
    const fault = this.#isUtf8 ? this.#utf8.findFault(piece) : null
    if (fault !== null) {
      this.#isUtf8 = false
      faults.push(notUtf8(fault.offset, fault.byte))
    }
    this.#seenBytes += piece.length
    return faults.toSorted((one, other) => one.offset - other.offset)
  }

  /** A character that the end of the file cuts off, or null. */
  findCutOff(): ByteFault | null {
    const offset = this.#isUtf8 ? this.#utf8.findCutOff() : null
    if (offset === null) return null
    const what = `expected UTF-8, got the end of the file within the character that begins at byte offset ${offset}`
    return { offset, what, remedy: 'Restore the end of the file, which is cut off.' }
  }

  *#findNuls(piece: Uint8Array): Generator<ByteFault, void, undefined> {
    let at = piece.indexOf(0)
    while (at !== -1 && this.#nulRuns < mostProblems) {
      if (at > 0 || !this.#endsInNul) {
        this.#nulRuns += 1
        yield nul(this.#seenBytes + at)
      }
      while (piece[at] === 0) at += 1
      at = piece.indexOf(0, at)
    }
    this.#endsInNul = piece.at(-1) === 0
  }
}

const nul = (offset: number): ByteFault => ({
  offset,
  what: `expected text, got a NUL (a byte of 0) at byte offset ${offset}`,
  remedy: 'Restore the file, or remove its NUL bytes.',
})

function notUtf8(offset: number, byte: number): ByteFault {
  // Of the older encodings these letters are in most.
  const letter = byte < 0xa0 ? '' : ` ("${new TextDecoder('windows-1252').decode(Uint8Array.of(byte))}" in Latin-1)`
  const shown = byte.toString(16).toUpperCase().padStart(2, '0')
  const what = `expected UTF-8, got the byte 0x${shown}${letter} at byte offset ${offset}`
  return { offset, what, remedy: 'Save the file as UTF-8.' }
}
