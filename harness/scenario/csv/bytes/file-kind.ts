/** What the first bytes of a file say that is no UTF-8 text: UTF-16, or a format that is no text at all. */

/** What a file is instead of UTF-8 text, and what to do with it. */
export interface ForeignKind {
  /** To go after "got". */
  readonly name: string
  readonly remedy: string
}

const asUtf8 = 'Save the file as UTF-8.'
const asText = 'give csvFixture a CSV file in plain text.'

/** The longer of two beginnings that agree stands first. */
const beginnings: readonly (readonly [readonly number[], string, string])[] = [
  [[0xff, 0xfe, 0x00, 0x00], 'UTF-32 little-endian (by its byte-order mark)', asUtf8],
  [[0x00, 0x00, 0xfe, 0xff], 'UTF-32 big-endian (by its byte-order mark)', asUtf8],
  [[0xff, 0xfe], 'UTF-16 little-endian (by its byte-order mark)', asUtf8],
  [[0xfe, 0xff], 'UTF-16 big-endian (by its byte-order mark)', asUtf8],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive (an Excel workbook is one)', `Export or unpack it, and ${asText}`],
  [[0x1f, 0x8b], 'a gzip archive', `Unpack it, and ${asText}`],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file', `Convert it, and ${asText}`],
]

/** The kind of file that begins like this, or null where nothing speaks against UTF-8 text. */
export function foreignKind(first: Uint8Array): ForeignKind | null {
  const known = beginnings.find(([bytes]) => bytes.every((byte, at) => first[at] === byte))
  if (known !== undefined) return { name: known[1], remedy: known[2] }
  const order = byteOrder(first.subarray(0, 32))
  return order === null ? null : { name: `UTF-16 ${order} (without a byte-order mark)`, remedy: asUtf8 }
}

/** Plain letters in UTF-16 have a zero beside each. */
function byteOrder(first: Uint8Array): string | null {
  if (first.length < 4) return null
  const zeros = (parity: 0 | 1): number => first.filter((byte, at) => at % 2 === parity && byte === 0).length
  const ofEach = Math.floor(first.length / 2)
  if (zeros(0) === 0 && zeros(1) === ofEach) return 'little-endian'
  return zeros(1) === 0 && zeros(0) >= ofEach ? 'big-endian' : null
}
