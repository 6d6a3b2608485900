/** Bad files: those whose first line does not name the columns, or whose cells are not separated by commas. */
import { bad, type BadFile, header, sound } from './bad-file.ts'

const orIgnore =
  "Correct the header, or ignore columns that the scenario does not declare: csvFixture(path, columns, { otherColumns: 'ignore' })."
const nameThem = 'Name the columns in the first line of the file, as in the scenario.'
const writeIt = 'Write a header line and rows into the file.'
const cells = ''

const declared = 'day, id, total, rain, wet, sky'
const row = sound.trimEnd()

const separated = (shown: string): [says: string[], remedy: string] => [
  [`rows.csv:1: expected commas between the cells, got ${shown}`],
  `Write the file with commas instead of ${shown}, and numbers with a decimal point.`,
]

export const headers: readonly BadFile[] = [
  bad('an empty file', '', ['rows.csv:1: expected a header line, got an empty file'], writeIt),
  bad('nothing but a byte-order mark', '\ufeff', ['rows.csv:1: expected a header line, got an empty file'], writeIt),
  bad(
    'a header and no row',
    header,
    ['rows.csv:1: expected rows below the header line, got none'],
    'Write a row into the file, or give the scenario a `sentinel`, which is sent after the rows.',
  ),
  bad(
    'a header and blank lines',
    `${header}\r\n\n`,
    ['rows.csv:1: expected rows below the header line, got none'],
    'Write a row into the file, or give the scenario a `sentinel`, which is sent after the rows.',
  ),
  bad(
    'a blank line before the header',
    `\n${header}${sound}`,
    [`rows.csv:1: expected a header line that names ${declared}, got an empty line`],
    nameThem,
  ),
  bad(
    'no header',
    sound,
    [`rows.csv:1: expected a header line that names ${declared}, got "2012-01-01", "1", "10", "0.5", "true", "clear"`],
    nameThem,
  ),
  bad('a column twice', `day,id,total,rain,wet,sky,id\n${row},2\n`, [
    'rows.csv:1:7: id: expected each column once, but column 2 has the same name',
  ]),
  bad(
    'a column without a name',
    `day,id,total,rain,wet,sky,\n${row},\n`,
    ['rows.csv:1:7: expected a column name, got an empty cell'],
    orIgnore,
  ),
  bad(
    'a column too many, and a bad number below',
    'day,id,total,rain,wet,sky,wind\n2012-01-01,x,10,0.5,true,clear,2\n',
    [
      `rows.csv:1:7: wind: unexpected column; the scenario declares ${declared}`,
      'rows.csv:2:2: id: expected an integer from -2147483648 to 2147483647, got "x"',
    ],
    orIgnore,
    cells,
  ),
  bad('a column missing, and a bad number below', 'day,id,total,rain,sky\n2012-01-01,1,10,y,clear\n', [
    'rows.csv:1: missing wet; the header has "day", "id", "total", "rain", "sky"',
    'rows.csv:2:4: rain: expected a decimal number, got "y"',
  ]),
  bad('names in other letters, and with a blank', `day,ID,total, rain,wet,sky\n${sound}`, [
    'rows.csv:1:2: ID: unexpected column; the scenario spells it "id", and the file "ID"',
    'rows.csv:1:4: " rain": unexpected column; the scenario spells it "rain", and the file " rain"',
  ]),
  bad('a name with a blank that looks like any other', `day,id,total,rain\u00a0,wet,sky\n${sound}`, [
    'rows.csv:1:4: "rain\\u00a0": unexpected column; the scenario spells it "rain", and the file "rain\\u00a0"',
  ]),
  bad('two byte-order marks', `\ufeff\ufeff${header}${sound}`, [
    'rows.csv:1:1: "\\ufeffday": unexpected column; the scenario spells it "day", and the file "\\ufeffday"',
  ]),
  bad('a name in two lines', `day,id,total,rain,wet,"s\nky"\n${sound}`, [
    'rows.csv:1:6: "s\\nky": unexpected column; the scenario spells it "sky", and the file "s\\nky"',
  ]),
  bad('an unclosed quote in the header', `day,"id,total,rain,wet,sky\n${sound}`, [
    'rows.csv:1:2: expected the quote that opens here to be closed, got the end of the file',
  ]),
  bad(
    'hundreds of names, and none of ours',
    `${Array.from({ length: 300 }, (_, at) => `c${at}`).join(',')}\n`,
    [
      `rows.csv:1: expected a header line that names ${declared}, got ${Array.from({ length: 20 }, (_, at) => `"c${at}"`).join(', ')} and 280 more`,
    ],
    nameThem,
  ),
  bad('semicolons', 'day;id;total;rain;wet;sky\n2012-01-01;1;10;0,5;true;clear\n', ...separated('semicolons (;)')),
  bad(
    'semicolons and quotes',
    '"day";"id";"total";"rain";"wet";"sky"\n"2012-01-01";"1";"10";"0,5";"true";"clear"\n',
    ...separated('semicolons (;)'),
  ),
  bad('tabs', `${header.replaceAll(',', '\t')}${sound.replaceAll(',', '\t')}`, ...separated('tabs')),
  bad(
    'vertical bars',
    `${header.replaceAll(',', '|')}${sound.replaceAll(',', '|')}`,
    ...separated('vertical bars (|)'),
  ),
  bad(
    'semicolons below a header with commas',
    header + sound.replaceAll(',', ';'),
    ['rows.csv:2: expected commas between the cells, got semicolons (;)'],
    'Write the file with commas instead of semicolons (;), and numbers with a decimal point.',
  ),
]
