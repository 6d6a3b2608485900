/** The report as text: a model is laid out, nothing is decided. To be read in ten seconds, the first wrong row first. */
import type { CheckAccount } from '../check-account.ts'
import { checkModel } from './check-model.ts'
import type { FieldLine } from './field-lines.ts'
import type { FindingModel } from './finding-model.ts'
import { reportModel } from './report-model.ts'
import type { Fact } from './fact.ts'
import type { ReportModel, SumModel } from './report-model.ts'
import type { RunAccount } from '../run-account.ts'

/** The report on a run: lines of plain text without colours, ended by a line feed. */
export const renderReport = (run: RunAccount): string => render(reportModel(run))

/** The report on a check, in the same form. */
export const renderCheck = (check: CheckAccount): string => render(checkModel(check))

/** Labels on the left are as wide as the longest of them. */
const labelWidth = 'misordered'.length

function render(model: ReportModel): string {
  const blocks = [
    [`verdict: ${model.verdict}`, model.reason],
    exceptionLines(model.exception),
    [...model.facts.map(factLine), ...sumLines(model.sums)],
    ...model.findings.map(findingLines),
    model.pointers.map(factLine),
  ].filter((lines) => lines.length > 0)
  // A short report is one block after its verdict; blank lines are for where there is much to read.
  const isShort = model.exception === null && model.findings.length === 0
  const [head = [], ...others] = blocks
  return `${[head, ...(isShort ? [others.flat()] : others)].map((lines) => lines.join('\n')).join('\n\n')}\n`
}

const exceptionLines = (exception: ReportModel['exception']): string[] =>
  exception === null
    ? []
    : [exception.title, ...exception.lines.map((line) => `  ${line}`), ...exception.facts.map(factLine)]

const factLine = ([label, text]: Fact): string => `${label.padEnd(labelWidth)}  ${text}`

/** Totals and parts right-aligned, so that equal parts of two sums stand below each other. */
function sumLines(sums: readonly SumModel[]): string[] {
  const totalWidth = widest(sums.map((sum) => String(sum.total)))
  return sums.map(({ label, total, note, parts }) => {
    const terms = parts.map(([count, name], place) => {
      const width = widest(sums.flatMap((sum) => sum.parts.slice(place, place + 1)).map(([part]) => String(part)))
      return `${String(count).padStart(width)} ${name}`
    })
    const sum = terms.length === 0 ? '' : ` = ${terms.join(' + ')}`
    return factLine([label, `${String(total).padStart(totalWidth)}${sum}${note ?? ''}`])
  })
}

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length))

const findingLines = ({ title, fields, notes }: FindingModel): string[] => [
  title,
  ...notes.map((note) => `  ${note}`),
  ...fieldTable(fields),
]

function fieldTable(fields: readonly FieldLine[]): string[] {
  if (fields.length === 0) return []
  const rows = [{ path: 'field', expected: 'expected', observed: 'observed', differs: false }, ...fields]
  const pathWidth = widest(rows.map((row) => row.path))
  const expectedWidth = widest(rows.map((row) => row.expected))
  return rows.map(({ path, expected, observed, differs }) =>
    `  ${differs ? '!' : ' '} ${path.padEnd(pathWidth)}  ${expected.padEnd(expectedWidth)}  ${observed}`.trimEnd(),
  )
}
