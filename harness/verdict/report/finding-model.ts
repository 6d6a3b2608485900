/** What the report says of one finding: where the row came from, where it was seen, and what is wrong with it. */
import type { ExpectedRow } from '../../scenario/reference/reading.ts'
import type { OutputPlace } from '../../scenario/sink.ts'
import type { Finding, ObservedRow } from '../comparison.ts'
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

/** Describes the first of `count` findings of its class. */
export function findingModel(
  finding: Finding,
  count: number,
  run: Pick<RunAccount, 'fixturePath' | 'output'>,
): FindingModel {
  const source = (row: ExpectedRow<unknown>): string =>
    row.line === null ? 'the sentinel' : `${run.fixturePath}:${row.line}`
  const place = (row: ObservedRow): string => placeText(run.output, row)
  const model = (from: string, notes: readonly string[], fields: readonly FieldLine[] = []): FindingModel => {
    const which = count === 1 ? `the ${finding.class} row` : `first of ${count} ${finding.class} rows`
    return { title: `${which}: ${from}`, notes, fields }
  }
  switch (finding.class) {
    case 'lost':
      return model(source(finding.expected), [rowText(finding.expected.out)])
    case 'unexpected':
      return model(place(finding.observed), observedNotes(finding.observed))
    case 'duplicated':
      return model(source(finding.expected), [
        `observed again at ${place(finding.observed)}`,
        rowText(finding.expected.out),
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
          ...(finding.pairedBy === 'identity' ? [] : ['no row with its identity was observed: paired by position']),
        ],
        fieldLines(finding),
      )
  }
}

const rowText = (row: unknown): string => shortened(visibleText(row), rowLimit)

function observedNotes({ value }: ObservedRow): string[] {
  if ('decoded' in value) return [rowText(value.decoded)]
  const problem = `cannot be decoded: ${shortened(visible(value.problem), rowLimit)}`
  if (value.raw === null) return [problem]
  const start = new TextDecoder().decode(value.raw.subarray(0, rowLimit * 4))
  return [problem, `${value.raw.length} bytes: ${shortened(visible(start), rowLimit)}`]
}
