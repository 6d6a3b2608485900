/** The rows of a run as lines of JSON, in the dialect of the wire: bigint as digits, `NaN` as it is. */
import type { ExpectedRow } from '../scenario/reference/reading.ts'
import type { LoadSample } from '../verdict/job-load.ts'
import type { Finding, ObservedRow } from '../verdict/comparison.ts'
import { valueText } from '../verdict/report/value-text.ts'

/** Lines written to a file at once: a write for each is dear, and a longer text would outlive the next collection. */
const linesPerChunk = 250

/** `{"line":17,"value":...}`; the sentinel's line is null. */
export const expectedJson = ({ out, line }: ExpectedRow<unknown>): unknown => ({ line, value: out })

/** `{"partition":0,"offset":9,"timestampMs":...,"value":...}`; instead of a value, `problem` and base64 `raw`. */
export function observedJson({ partition, offset, timestampMs, value }: ObservedRow): unknown {
  const place = { partition, offset, timestampMs }
  if ('decoded' in value) return { ...place, value: value.decoded }
  return {
    ...place,
    problem: value.problem,
    raw: value.raw === null ? null : Buffer.from(value.raw).toString('base64'),
  }
}

/** A finding with its rows; a field that is missing on one side of a difference has no entry there. */
export function findingJson(finding: Finding): unknown {
  const { class: name } = finding
  switch (name) {
    case 'lost':
      return { class: name, expected: expectedJson(finding.expected) }
    case 'unexpected':
      return { class: name, observed: observedJson(finding.observed) }
    default: {
      const rows = { class: name, expected: expectedJson(finding.expected), observed: observedJson(finding.observed) }
      if (finding.class === 'differing') return { ...rows, pairedBy: finding.pairedBy, fields: finding.fields }
      return finding.class === 'misordered' ? { ...rows, seen: finding.seen, other: expectedJson(finding.other) } : rows
    }
  }
}

/** What a job did by a moment and since the one before: `{"atMs":...,"state":...,"operators":[...]}`. */
export const loadJson = ({ atMs, state, operators }: LoadSample): unknown => ({ atMs, state, operators })

/** Rows as text to write, many lines at a time. */
export function* ndjson<Row>(rows: Iterable<Row>, toJson: (row: Row) => unknown): Generator<string> {
  let lines: string[] = []
  for (const row of rows) {
    lines.push(valueText(toJson(row)))
    if (lines.length < linesPerChunk) continue
    yield `${lines.join('\n')}\n`
    lines = []
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`
}
