/** What the report says of one finding: where the row came from, where it was seen, and what is wrong with it. */
import type { ExpectedRow } from '../../scenario/reference/reading.ts'
import type { OutputPlace } from '../../scenario/sink.ts'
import type { Comparison, Finding, ObservedRow } from '../comparison.ts'
import { fieldLines } from './field-lines.ts'
import type { FieldLine } from './field-lines.ts'
import type { RunAccount } from '../run-account.ts'
import { shortened, visible, visibleText } from './value-text.ts'

export interface FindingModel {
  /** `first of 3 differing rows: orders.csv:17` */
  readonly title: string
  /** Whole lines below the title. */
  readonly notes: readonly string[]
  /** The row field by field, for a row that differs. */
  readonly fields: readonly FieldLine[]
}

/** A whole row on one line is cut to this many characters. */
const rowLimit = 160

/** Where a row was seen: a record by its offset, any other by its number, from 1. */
function placeText({ sink, name }: OutputPlace, { partition, offset }: ObservedRow): string {
  if (sink === 'kafka') return `${name}, partition ${partition}, offset ${offset}`
  const where = sink === 'file' ? `the files of ${name}` : 'the console'
  return `${where}, row ${offset + 1n} of subtask ${partition}`
}

/** Where rows come from and where they were seen, as the run names it. */
type Places = Pick<RunAccount, 'fixturePath' | 'output' | 'shownInputs'>

/** Describes the first finding of each class. */
export const firstOfEachClass = (comparison: Comparison, run: Places): FindingModel[] =>
  byClass(comparison).flatMap((all) => all.slice(0, 1).map((first) => findingModel(first, all.length, run)))

/** The lines of the fixture that the shown findings come from. */
export const shownLines = (comparison: Comparison | null): ReadonlySet<number> =>
  new Set(
    (comparison === null ? [] : byClass(comparison)).flatMap(([first]) =>
      first !== undefined && 'expected' in first && first.expected.line !== null ? [first.expected.line] : [],
    ),
  )

function byClass({ findings, delivery }: Comparison): readonly (readonly Finding[])[] {
  const wrong = findings.filter((finding) => finding.class !== 'duplicated' || delivery === 'exactly-once')
  return [...Map.groupBy(wrong, (finding) => finding.class).values()]
}

/** Describes the first of `count` findings of its class. */
export function findingModel(finding: Finding, count: number, run: Places): FindingModel {
  const source = (row: ExpectedRow<unknown>): string =>
    row.line === null ? 'the sentinel' : `${run.fixturePath}:${row.line}`
  const place = (row: ObservedRow): string => placeText(run.output, row)
  const model = (from: string, notes: readonly string[], fields: readonly FieldLine[] = []): FindingModel => {
    const which = count === 1 ? `the ${finding.class} row` : `first of ${count} ${finding.class} rows`
    return { title: `${which}: ${from}`, notes, fields }
  }
  switch (finding.class) {
    case 'lost':
      return model(source(finding.expected), rowNotes(finding.expected, run))
    case 'unexpected':
      return model(place(finding.observed), observedNotes(finding.observed))
    case 'duplicated':
      return model(source(finding.expected), [
        `observed again at ${place(finding.observed)}`,
        ...rowNotes(finding.expected, run),
      ])
    case 'misordered': {
      const should = finding.seen === 'after' ? 'later' : 'first'
      return model(source(finding.expected), [
        `observed at ${place(finding.observed)}`,
        `${finding.seen} the row of ${source(finding.other)}, which should come ${should}`,
        rowText(finding.expected.out),
      ])
    }
    default:
      return model(
        source(finding.expected),
        [
          `observed at ${place(finding.observed)}`,
          ...inputTexts(finding.expected, run).map((input) => `input ${input}`),
          ...(finding.pairedBy === 'identity' ? [] : ['no row with its identity was observed: paired by position']),
        ],
        fieldLines(finding),
      )
  }
}

/** The expected row below the input row that it comes from: what a filter looks at need not be in the output. */
function rowNotes(expected: ExpectedRow<unknown>, run: Places): string[] {
  const out = rowText(expected.out)
  const [input] = inputTexts(expected, run)
  return input === undefined ? [out] : [`input     ${input}`, `expected  ${out}`]
}

/** The input row of an expected one, if it is known and another. */
function inputTexts({ line, out }: ExpectedRow<unknown>, { shownInputs }: Places): string[] {
  const input = shownInputs.find((one) => one.line === line)
  return input === undefined || visibleText(input.row) === visibleText(out) ? [] : [rowText(input.row)]
}

const rowText = (row: unknown): string => shortened(visibleText(row), rowLimit)

function observedNotes({ value }: ObservedRow): string[] {
  if ('decoded' in value) return [rowText(value.decoded)]
  const problem = `cannot be decoded: ${shortened(visible(value.problem), rowLimit)}`
  if (value.raw === null) return [problem]
  const start = new TextDecoder().decode(value.raw.subarray(0, rowLimit * 4))
  return [problem, `${value.raw.length} bytes: ${shortened(visible(start), rowLimit)}`]
}
