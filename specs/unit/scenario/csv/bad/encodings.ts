/** Bad files: those whose bytes are no UTF-8 text. */
import { bad, type BadFile, bytes, header, sound, start } from './bad-file.ts'

const asUtf8 = 'Save the file as UTF-8.'
const asText = 'give csvFixture a CSV file in plain text.'
const noNul = 'Restore the file, or remove its NUL bytes.'
const cells = ''

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

const notText = (name: string): string[] => [`rows.csv:1: expected UTF-8 text, got ${name} at byte offset 0`]
const nulAt = (offset: number): string => `expected text, got a NUL (a byte of 0) at byte offset ${offset}`

export const encodings: readonly BadFile[] = [
  bad(
    'Latin-1',
    bytes(`${header}${sound}${start}caf\xe9\n${start}\xe9t\xe9\n`),
    ['rows.csv:3:6: sky: expected UTF-8, got the byte 0xE9 ("é" in Latin-1) at byte offset 85'],
    asUtf8,
  ),
  bad(
    'Latin-1 in the header',
    bytes(`day,id,total,rain,wet,sky\xff\n${sound}`),
    [
      'rows.csv:1:6: expected UTF-8, got the byte 0xFF ("ÿ" in Latin-1) at byte offset 25',
      'rows.csv:1:6: "sky\ufffd": unexpected column; the scenario declares day, id, total, rain, wet, sky',
      'rows.csv:1: missing sky; the header has "day", "id", "total", "rain", "wet", "sky\ufffd"',
    ],
    asUtf8,
    "Correct the header, or ignore columns that the scenario does not declare: csvFixture(path, columns, { otherColumns: 'ignore' }).",
    cells,
  ),
  bad(
    'Latin-1 on the second line of a quoted cell, and a bad number after it',
    bytes(`${header}${start}"a\r\n\xe9"\r\n2012-01-03,x,20,1,true,a\n`),
    [
      'rows.csv:3:6: sky: expected UTF-8, got the byte 0xE9 ("é" in Latin-1) at byte offset 55',
      'rows.csv:4:2: id: expected an integer from -2147483648 to 2147483647, got "x"',
    ],
    asUtf8,
    cells,
  ),
  bad(
    'the middle of a character without its beginning',
    bytes(`${header}${start}\x80\n`),
    ['rows.csv:2:6: sky: expected UTF-8, got the byte 0x80 at byte offset 51'],
    asUtf8,
  ),
  bad(
    'a slash in two bytes, which UTF-8 forbids',
    bytes(`${header}${start}a\xc0\xaf\n`),
    ['rows.csv:2:6: sky: expected UTF-8, got the byte 0xC0 ("À" in Latin-1) at byte offset 52'],
    asUtf8,
  ),
  bad(
    'half a surrogate pair',
    bytes(`${header}${start}\xed\xa0\x80\n`),
    ['rows.csv:2:6: sky: expected UTF-8, got the byte 0xED ("í" in Latin-1) at byte offset 51'],
    asUtf8,
  ),
  bad(
    'an end within a character',
    bytes(`${header}${start}caf\xc3`),
    ['rows.csv:2:6: sky: expected UTF-8, got the end of the file within the character that begins at byte offset 54'],
    'Restore the end of the file, which is cut off.',
  ),
  bad(
    'Latin-1 as the last byte of what is read at once',
    bytes(`${header}${sound.repeat(526)}${start}${'a'.repeat(26)}\xe9\n`),
    ['rows.csv:528:6: sky: expected UTF-8, got the byte 0xE9 ("é" in Latin-1) at byte offset 16383'],
    asUtf8,
  ),
  bad(
    'UTF-16 little-endian',
    utf16(`\ufeff${header}${sound}`),
    notText('UTF-16 little-endian (by its byte-order mark)'),
    asUtf8,
  ),
  bad(
    'UTF-16 big-endian',
    utf16(`\ufeff${header}${sound}`).swap16(),
    notText('UTF-16 big-endian (by its byte-order mark)'),
    asUtf8,
  ),
  bad(
    'UTF-16 little-endian without a mark',
    utf16(header + sound),
    notText('UTF-16 little-endian (without a byte-order mark)'),
    asUtf8,
  ),
  bad(
    'UTF-16 big-endian without a mark',
    utf16(header + sound).swap16(),
    notText('UTF-16 big-endian (without a byte-order mark)'),
    asUtf8,
  ),
  bad(
    'UTF-32',
    bytes('\xff\xfe\0\0d\0\0\0a\0\0\0y\0\0\0'),
    notText('UTF-32 little-endian (by its byte-order mark)'),
    asUtf8,
  ),
  bad(
    'an Excel workbook',
    bytes('PK\x03\x04\x14\0\x06\0'),
    notText('a zip archive (an Excel workbook is one)'),
    `Export or unpack it, and ${asText}`,
  ),
  bad('a compressed file', bytes('\x1f\x8b\x08\0abc'), notText('a gzip archive'), `Unpack it, and ${asText}`),
  bad('a Parquet file', bytes('PAR1\x15\x04'), notText('a Parquet file'), `Convert it, and ${asText}`),
  bad('a NUL in a text', `${header}${sound}${start}a\0b\n${sound}`, [`rows.csv:3:6: sky: ${nulAt(83)}`], noNul),
  bad(
    'a NUL in a number, and another one in the next line',
    `${header}2012-01-02,2\0,20,1,true,a\n${start}\0\n`,
    [
      `rows.csv:2:2: id: ${nulAt(38)}`,
      'rows.csv:2:2: id: expected an integer from -2147483648 to 2147483647, got "2\\u0000"',
      `rows.csv:3:6: sky: ${nulAt(77)}`,
    ],
    noNul,
    cells,
  ),
  bad('a NUL right after a quote', `${header}${start}"a"\0\n`, [`rows.csv:2:6: sky: ${nulAt(54)}`], noNul),
  bad(
    'an end of NUL bytes, as a crash leaves it',
    Buffer.concat([bytes(header + sound), Buffer.alloc(5000)]),
    [`rows.csv:3:1: day: ${nulAt(57)}`, 'rows.csv:3:2: id: expected 6 cells, as in the header, got 1'],
    noNul,
    cells,
  ),
]
