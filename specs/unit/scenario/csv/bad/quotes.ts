/** Bad files: quotes where none should be, none where one should be, and lines that are too long. */
import { bad, type BadFile, header, sound, start } from './bad-file.ts'

const doubled = 'to have a quote in a cell, put the cell in quotes and write the quote twice'
const shorten = 'Shorten the record: a Kafka broker accepts no larger message.'
const cells = ''

const unclosed = 'expected the quote that opens here to be closed'
const afterQuote = 'expected a comma or the end of the line after the closing quote'
const inMiddle = 'expected quotes around the whole cell or none'
const tooLong = 'expected a record of at most 1048576 bytes, got a longer one'
const noInt = 'expected an integer from -2147483648 to 2147483647'

export const quotes: readonly BadFile[] = [
  bad(
    'a quote that is never closed, and a bad number below',
    `${header}${sound}${start}"a\n2012-01-03,x,3,1,true,b\n`,
    [`rows.csv:3:6: sky: ${unclosed}, got the end of the file`, `rows.csv:4:2: id: ${noInt}, got "x"`],
  ),
  bad('a quote as the last sign of the file', `${header}${sound}${start}"`, [
    `rows.csv:3:6: sky: ${unclosed}, got the end of the file`,
  ]),
  bad('a quote that only a later one closes', `${header}${start}"clear\n${sound}${start}"rain"\n`, [
    `rows.csv:2:6: sky: ${unclosed} before a comma or a line end, but the next quote is on line 4 and has "rain" after it`,
  ]),
  bad(
    'a quote that is never closed, after cells of several lines',
    `${header}${start}"a\r\nb"\r\n"2012-01-02","2,3,1,true,a\r\n`,
    [`rows.csv:4:2: id: ${unclosed}, got the end of the file`],
  ),
  bad(
    'a quote that is never closed in a record whose first cell has several lines',
    `${header}"2012-01-02\n",2,3,1,true,"a\n${sound}`,
    [`rows.csv:3:6: sky: ${unclosed}, got the end of the file`],
  ),
  bad('two quotes that are never closed', `${header}${start}"a\n${sound}${start}"b\n${sound}`, [
    `rows.csv:2:6: sky: ${unclosed} before a comma or a line end, but the next quote is on line 4 and has "b" after it`,
    `rows.csv:4:6: sky: ${unclosed}, got the end of the file`,
  ]),
  bad('a quote in the middle, and a bad number below', `${header}${start}5" of snow\n2012-01-03,x,3,1,true,b\n`, [
    `rows.csv:2:6: sky: ${inMiddle}, got a quote after "5"; ${doubled}`,
    `rows.csv:3:2: id: ${noInt}, got "x"`,
  ]),
  bad('a blank before a quote', `${header}2012-01-02, "2",3,1,true,a\n`, [
    `rows.csv:2:2: id: ${inMiddle}, got a quote after " "; remove the blanks before the quotes`,
  ]),
  bad('text after a closing quote', `${header}2012-01-02,2,3,"1"2,true,a\n`, [
    `rows.csv:2:4: rain: ${afterQuote}, got "2"; ${doubled}`,
  ]),
  bad('a blank after a closing quote', `${header}2012-01-02,"2" ,3,1,true,a\n`, [
    `rows.csv:2:2: id: ${afterQuote}, got " "; remove the blanks after the quotes`,
  ]),
  bad('a quoted cell with quotes of its own', `${header}${start}"he said ""so"", and "hi" to me"\n`, [
    `rows.csv:2:6: sky: ${afterQuote}, got "hi"; ${doubled}`,
  ]),
  bad('a backslash before a quote', `${header}${start}"a \\"b\\" c"\n`, [
    `rows.csv:2:6: sky: ${afterQuote}, got "b\\\\"; ${doubled}`,
  ]),
  bad(
    'bad quotes without end',
    header + `${start}5" of snow\n`.repeat(10_000),
    Array.from(
      { length: 20 },
      (_, row) => `rows.csv:${row + 2}:6: sky: ${inMiddle}, got a quote after "5"; ${doubled}`,
    ),
  ),
  bad(
    'a cell over the limit, and a short line below',
    `${header}${start}${'x'.repeat(1_100_000)}\n${sound}2012-01-03\n`,
    [`rows.csv:2:6: sky: ${tooLong}`, 'rows.csv:4:2: id: expected 6 cells, as in the header, got 1'],
    shorten,
    cells,
  ),
  bad(
    'a cell over the limit by its bytes, not by its letters',
    `${header}${start.replace('true,', '')}${'é'.repeat(300_000)},${'é'.repeat(300_000)}\n${sound}`,
    [`rows.csv:2: ${tooLong}`],
    shorten,
  ),
  bad('a quoted cell over the limit', `${header}${start}"${'x'.repeat(1_100_000)}"\n${sound}`, [
    `rows.csv:2:6: sky: ${unclosed} within 1048576 bytes`,
  ]),
  bad('a quote that is never closed, far from the end', `${header}${start}"a\n${sound.repeat(40_000)}`, [
    `rows.csv:2:6: sky: ${unclosed} within 1048576 bytes`,
  ]),
  bad(
    'a line of more cells than the limit has bytes',
    `${header}${'a,'.repeat(600_000)}\n${sound}`,
    [`rows.csv:2: ${tooLong}`],
    shorten,
  ),
  bad('a first line over the limit', 'x'.repeat(1_100_000), [`rows.csv:1:1: ${tooLong}`], shorten),
]
