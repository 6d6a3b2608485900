/** Bad files: rows of too few or too many cells, and cells that are not what their column says. */
import { bad, type BadFile, header, sound } from './bad-file.ts'

const int = 'expected an integer from -2147483648 to 2147483647'
const long = 'expected an integer from -9223372036854775808 to 9223372036854775807'
const double = 'expected a decimal number'
const codec = 'read other date formats with z.codec(z.string(), z.iso.date(), { decode, encode })'
const day = 'expected a calendar day as YYYY-MM-DD'
const number = 'use a decimal point and no thousands separators'
const comma = 'put a cell with a comma in quotes, and write decimal numbers with a point'
const orNull = 'got an empty cell; to read those as null, declare column.orNull(...)'

const rows = (...texts: string[]): string => `${header}${texts.join('\n')}\n`

export const cells: readonly BadFile[] = [
  bad('a cell too few', rows('2012-01-01,1,10,0.5,true'), [
    'rows.csv:2:6: sky: expected 6 cells, as in the header, got 5',
  ]),
  bad('a cell too many', rows('2012-01-01,1,10,0.5,true,clear, then rain'), [
    `rows.csv:2:7: expected 6 cells, as in the header, got 7; ${comma}`,
  ]),
  bad('a comma at the end of a line', rows('2012-01-01,1,10,0.5,true,clear,'), [
    'rows.csv:2:7: expected 6 cells, as in the header, got 7; the line ends with a comma',
  ]),
  bad('rows of all lengths', `${header}2012-01-01\r\n${sound}a,b\r\n   \n`, [
    'rows.csv:2:2: id: expected 6 cells, as in the header, got 1',
    'rows.csv:4:3: total: expected 6 cells, as in the header, got 2',
    'rows.csv:5:2: id: expected 6 cells, as in the header, got 1',
  ]),
  bad('a file that is cut off within a row', `${header}${sound}2012-01-02,2,2`, [
    'rows.csv:3:4: rain: expected 6 cells, as in the header, got 3',
  ]),
  bad('a decimal comma', rows('2012-01-01,1,10,"0,5",true,clear'), [
    `rows.csv:2:4: rain: ${double}, got "0,5"; ${number}`,
  ]),
  bad('a decimal comma without quotes', rows('2012-01-01,1,10,0,5,true,clear'), [
    `rows.csv:2:7: expected 6 cells, as in the header, got 7; ${comma}`,
  ]),
  bad(
    'signs between thousands',
    rows('2012-01-01,"1,000",1.000.000,"1.234,5",true,a', "2012-01-01,1 000,1\u00a0000,1'000,true,a"),
    [
      `rows.csv:2:2: id: ${int}, got "1,000"; ${number}`,
      `rows.csv:2:3: total: ${long}, got "1.000.000"; ${number}`,
      `rows.csv:2:4: rain: ${double}, got "1.234,5"; ${number}`,
      `rows.csv:3:2: id: ${int}, got "1 000"; ${number}`,
      `rows.csv:3:3: total: ${long}, got "1\\u00a0000"; ${number}`,
      `rows.csv:3:4: rain: ${double}, got "1'000"; ${number}`,
    ],
  ),
  bad(
    'integers out of range',
    rows('2012-01-01,2147483648,9223372036854775808,1,true,a', '2012-01-01,-2147483649,-9223372036854775809,1,true,a'),
    [
      `rows.csv:2:2: id: ${int}, got "2147483648"; a larger one fits column.long()`,
      `rows.csv:2:3: total: ${long}, got "9223372036854775808"`,
      `rows.csv:3:2: id: ${int}, got "-2147483649"; a larger one fits column.long()`,
      `rows.csv:3:3: total: ${long}, got "-9223372036854775809"`,
    ],
  ),
  bad('an integer that no column holds', rows('2012-01-01,99999999999999999999,1,1,true,a'), [
    `rows.csv:2:2: id: ${int}, got "99999999999999999999"`,
  ]),
  bad('integers with a fraction', rows('2012-01-01,1.5,1.0,1,true,a'), [
    `rows.csv:2:2: id: ${int}, got "1.5"`,
    `rows.csv:2:3: total: ${long}, got "1.0"`,
  ]),
  bad('numbers of other languages', rows('2012-01-01,٣,1_000,0x1f,true,a'), [
    `rows.csv:2:2: id: ${int}, got "٣"`,
    `rows.csv:2:3: total: ${long}, got "1_000"; ${number}`,
    `rows.csv:2:4: rain: ${double}, got "0x1f"`,
  ]),
  bad('a number that is too large for a double', rows('2012-01-01,1,1,1e999,true,a'), [
    `rows.csv:2:4: rain: ${double} that a double can hold, up to about 1.8e308, got "1e999"`,
  ]),
  bad('not-a-number as Python writes it', rows('2012-01-01,1,1,nan,true,a', '2012-01-01,1,1,-inf,true,a'), [
    `rows.csv:2:4: rain: ${double}, got "nan"; write NaN, Infinity or -Infinity`,
    `rows.csv:3:4: rain: ${double}, got "-inf"; write NaN, Infinity or -Infinity`,
  ]),
  bad(
    'days that no calendar has',
    rows('2012-02-30,1,1,1,true,a', '2013-02-29,1,1,1,true,a', '2012-13-01,1,1,1,true,a'),
    [
      `rows.csv:2:1: day: ${day}, got "2012-02-30"; there is no such day`,
      `rows.csv:3:1: day: ${day}, got "2013-02-29"; there is no such day`,
      `rows.csv:4:1: day: ${day}, got "2012-13-01"; there is no such day`,
    ],
  ),
  bad(
    'days in another form',
    rows('30.02.2012,1,1,1,true,a', '2012-1-1,1,1,1,true,a', '2012-01-01T00:00,1,1,1,true,a'),
    [
      `rows.csv:2:1: day: ${day}, got "30.02.2012"; ${codec}`,
      `rows.csv:3:1: day: ${day}, got "2012-1-1"; ${codec}`,
      `rows.csv:4:1: day: ${day}, got "2012-01-01T00:00"; ${codec}`,
    ],
  ),
  bad('neither true nor false', rows('2012-01-01,1,1,1,yes,a', '2012-01-01,1,1,1,1,a'), [
    'rows.csv:2:5: wet: expected true or false, got "yes"',
    'rows.csv:3:5: wet: expected true or false, got "1"',
  ]),
  bad('a row of empty cells', rows(',,,,,'), [
    `rows.csv:2:1: day: ${day}, ${orNull}`,
    `rows.csv:2:2: id: ${int}, ${orNull}`,
    `rows.csv:2:3: total: ${long}, ${orNull}`,
    `rows.csv:2:4: rain: ${double}, ${orNull}`,
    `rows.csv:2:5: wet: expected true or false, ${orNull}`,
  ]),
  bad('blanks around values', rows(' 2012-01-01,1 ,1,\t1,true ,a'), [
    `rows.csv:2:1: day: ${day}, got " 2012-01-01"; remove the blanks around it`,
    `rows.csv:2:2: id: ${int}, got "1 "; remove the blanks around it`,
    `rows.csv:2:4: rain: ${double}, got "\\t1"; remove the blanks around it`,
    'rows.csv:2:5: wet: expected true or false, got "true "; remove the blanks around it',
  ]),
  bad('a sign that nobody sees', rows('2012-01-01,1\u200b,1,1,true,a'), [`rows.csv:2:2: id: ${int}, got "1\\u200b"`]),
  bad('a long text where a number should be', rows(`2012-01-01,${'abcdefghij'.repeat(10)},1,1,true,a`), [
    `rows.csv:2:2: id: ${int}, got "${'abcdefghij'.repeat(6).slice(0, 59)}…`,
  ]),
  bad(
    'more bad cells than are told',
    rows(...Array.from({ length: 1000 }, () => '2012-01-01,x,1,1,true,a')),
    Array.from({ length: 20 }, (_, row) => `rows.csv:${row + 2}:2: id: ${int}, got "x"`),
  ),
]
