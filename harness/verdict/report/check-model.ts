/** What the report on a check says, before it is laid out. */
import { listedLines } from '../../text.ts'
import type { Sink } from '../../scenario/sink.ts'
import type { CheckAccount, CheckStatistics, Counterexample } from '../check-account.ts'
import { firstOfEachClass, type FindingModel } from './finding-model.ts'
import { exceptionModel } from './exception-model.ts'
import type { Fact } from './fact.ts'
import { type ReportModel, rowSums } from './report-model.ts'
import { counted, shortened, visibleText } from './value-text.ts'

/** Rows of a counterexample that are shown, and characters of each. */
const shownRows = 10
const rowLimit = 400

/** Computes what the report on a check says. */
export function checkModel(check: CheckAccount): ReportModel {
  const { counterexample, verdict } = check
  const comparison = counterexample?.comparison ?? null
  return {
    verdict,
    reason: check.reason,
    exception: check.exception === null || verdict === 'pass' ? null : exceptionModel(check.exception),
    facts: factsOf(check),
    sums: comparison === null ? [] : rowSums(comparison, verdict),
    findings: counterexample === null ? [] : [rowsModel(counterexample), ...findingsOf(counterexample, check.sink)],
    pointers: [
      ...(check.remedy === null ? [] : [['remedy', check.remedy] as const]),
      ...savedFact(check),
      ['evidence', check.evidencePath],
      ['rerun', check.rerunCommand],
    ],
  }
}

function savedFact({ saved }: CheckAccount): Fact[] {
  if (saved === null) return []
  return 'path' in saved ? [['saved', saved.path]] : [['not saved', saved.problem]]
}

function factsOf(check: CheckAccount): Fact[] {
  const { counterexample, statistics, restarts, fallback } = check
  const seconds = check.judgingMs === null ? '' : `, judged in ${(check.judgingMs / 1000).toFixed(1)} s`
  return [
    ['scenario', check.scenario],
    ['check', check.checkId],
    ['cases', `${counted(check.cases, 'case')} (${counted(check.rows, 'row')})${seconds}`],
    ...statisticsFacts(statistics, check.rows),
    ['strategy', `${check.how}${restarts === 0 ? '' : `; restarted ${counted(restarts, 'time')}`}`],
    ...(fallback === null ? [] : [['because', `the cases cannot share a running job: ${fallback}`] as const]),
    ...(check.strays === 0 ? [] : [['strays', `${counted(check.strays, 'row')}, in the evidence`] as const]),
    ['seed', `${check.seed}${check.path === null ? '' : `, path ${check.path}`}`],
    ...(counterexample?.source === 'generated' ? [['shrunk', shrinkText(counterexample, check)] as const] : []),
  ]
}

function statisticsFacts({ sizes, keptRows, edges, edgeValues }: CheckStatistics, rows: number): Fact[] {
  if (rows === 0) return []
  const share = `the reference keeps ${percent(keptRows, rows)} of the rows`
  const values = edgeValues === null ? '' : `; ${edgeValues.hit} of ${edgeValues.of} edge values were generated`
  return [
    ['sizes', sizes.map(([group, cases]) => `${group}: ${cases}`).join(', ')],
    ['rows', share + values],
    ...edges.map(([name, hits]): Fact => ['edge', `${name}: ${counted(hits, 'row')}`]),
  ]
}

function shrinkText(counterexample: Counterexample, { rounds, predicateRuns }: CheckAccount): string {
  const { foundRows, rows, isSmallest } = counterexample
  const steps = `${counted(rounds, 'round')} for ${counted(predicateRuns, 'candidate')}`
  const whole = isSmallest ? '' : '; the search stopped there, and smaller ones may exist'
  return `from ${counted(foundRows, 'row')} to ${rows.length} in ${steps}${whole}`
}

const sources: Readonly<Record<Counterexample['source'], string>> = {
  generated: '',
  regression: ', saved by an earlier check',
  sentinel: ', a sentinel that separates cases',
  'empty stream': '',
}

function rowsModel({ rows, source }: Counterexample): FindingModel {
  const lines = rows.map((row) => shortened(visibleText(row), rowLimit))
  return {
    title: `counterexample of ${counted(rows.length, 'row')}${sources[source]}:`,
    notes: listedLines(lines, shownRows),
    fields: [],
  }
}

function findingsOf({ comparison }: Counterexample, sink: Sink): FindingModel[] {
  if (comparison === null) return []
  const output = { sink, name: sink === 'kafka' ? 'the output topic' : 'the job' }
  // The rows of a counterexample are shown above.
  return firstOfEachClass(comparison, { fixturePath: 'counterexample', output, shownInputs: [] })
}

const percent = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`
