/** Line breaks however they are written: how many there are, and where the next line begins. */

const lineFeed = 0x0a
const carriageReturn = 0x0d

/** How many line breaks a text holds. */
export function countLineBreaks(text: string): number {
  if (!text.includes('\n') && !text.includes('\r')) return 0
  return text.match(/\r\n|\n|\r/g)?.length ?? 0
}

/** How many line breaks bytes hold. */
export const countBreaksIn = (bytes: Buffer): number => countLineBreaks(bytes.toString('latin1'))

/** Where the line begins that follows the byte at `from`; -1 when that is still to come. */
export function nextLineStart(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== lineFeed && bytes[at] !== carriageReturn) at += 1
  if (bytes[at] === lineFeed) return at + 1
  // Of a CRLF the second half may be in the next piece.
  if (at + 1 >= bytes.length) return -1
  return bytes[at + 1] === lineFeed ? at + 2 : at + 1
}
