/** What a report says, before it is laid out: every decision on what to show is made here. */
import type { Comparison, Verdict } from '../comparison.ts'
import { type DueAccount, dueHint, heldBack } from '../output/due-rows.ts'
import { disagreement } from '../flink-counts.ts'
import { checkpointFacts, commitFacts } from './checkpoint-facts.ts'
import { type ExceptionModel, exceptionModel } from './exception-model.ts'
import type { Fact } from './fact.ts'
import { firstOfEachClass, type FindingModel } from './finding-model.ts'
import type { Measures } from '../measures.ts'
import type { RunAccount } from '../run-account.ts'
import { whereOrderCounts } from './order-text.ts'
import { sinkHint } from './sink-hint.ts'
import { counted } from './value-text.ts'

/** A count and the parts that it is the sum of. */
export interface SumModel {
  readonly label: string
  readonly total: number
  /** What follows the number, with its own blank or comma; null for none. */
  readonly note: string | null
  readonly parts: readonly (readonly [count: number, name: string])[]
}

export interface ReportModel {
  readonly verdict: string
  readonly reason: string
  /** Shown before anything else: what Python said; not of a run that passed, where a restart took care of it. */
  readonly exception: ExceptionModel | null
  readonly facts: readonly Fact[]
  readonly sums: readonly SumModel[]
  /** The first finding of each class. */
  readonly findings: readonly FindingModel[]
  /** Where to go on. */
  readonly pointers: readonly Fact[]
}

/** Computes what the report on a run says. */
export function reportModel(run: RunAccount): ReportModel {
  const { job, comparison, verdict } = run
  return {
    verdict,
    reason: run.reason,
    exception: job.exception === null || verdict === 'pass' ? null : exceptionModel(job.exception, culpritFacts(run)),
    facts: [
      ['scenario', run.scenario],
      ['run', run.runId],
      ...run.sides.map(({ name, path, rows }): Fact => [name, `${counted(rows, 'row')} of ${path}`]),
      ...jobFacts(run),
      ...(run.trouble === null ? [] : [['trouble', run.trouble] as const]),
      ...checkpointFacts(run),
      ...commitFacts(run),
      ...changeFacts(run),
      ...(run.stoppedBecause === null ? [] : [['ends', run.stoppedBecause] as const]),
      ...dueFacts(run.due),
      ...measureFacts(run.measures),
      ...flinkFacts(run),
      ...hintFacts(run),
    ],
    sums: sumsOf(run),
    findings: comparison === null || verdict === 'pass' ? [] : firstOfEachClass(comparison, run),
    pointers: [
      ...(run.remedy === null ? [] : [['remedy', run.remedy] as const]),
      ...(run.isStackAlive && job.webUiUrl !== null ? [['web ui', job.webUiUrl] as const] : []),
      ['evidence', run.evidencePath],
      ['rerun', run.rerunCommand],
    ],
  }
}

function culpritFacts({ culprit, fixturePath }: RunAccount): Fact[] {
  if (culprit === null) return []
  const { fromLine, toLine, isConfirmed } = culprit
  if (isConfirmed) return [['record', `${fixturePath}:${fromLine}, which alone makes the job fail in the same way`]]
  if (fromLine === toLine) return [['record', `perhaps ${fixturePath}:${fromLine}`]]
  return [['record', `perhaps one of ${fixturePath}:${fromLine} to ${toLine}`]]
}

function jobFacts({ job, counts }: RunAccount): Fact[] {
  if (job.state === null)
    return [['job', counts.observed === 0 ? 'not started' : 'started, but it is not known how it ended']]
  const time = job.durationMs === null ? '' : ` after ${(job.durationMs / 1000).toFixed(1)} s`
  const restarts = job.restarts === null || job.restarts === 0 ? '' : `, restarts: ${job.restarts}`
  const main = job.hasFailedMain ? ', because its main failed' : ''
  return [['job', `${job.state}${time}${restarts}${main}`]]
}

function changeFacts({ comparison, counts }: RunAccount): Fact[] {
  if (comparison?.changes === undefined) return []
  const { rule, records } = comparison.changes
  const rows = counted(counts.observed, 'row')
  return [['changes', `${counted(records, 'record')} (${rule}), judged by the final table of ${rows}`]]
}

/** Nothing is said of due rows that all came in time. */
function dueFacts(due: DueAccount | null): Fact[] {
  if (due?.kind === 'not-judged') return [['due rows', `not judged: ${due.why}`]]
  const text = heldBack(due)
  if (due === null || text === null) return []
  return due.isAllowed
    ? [['due rows', `${text}, which the scenario allows`]]
    : [
        ['due rows', text],
        ['hint', dueHint],
      ]
}

function measureFacts(measures: Measures | null): Fact[] {
  if (measures === null) return []
  const { latencyMs, throughput } = measures
  const facts: Fact[] = []
  if (latencyMs !== null) {
    const { rows, p50, p95, p99, max } = latencyMs
    facts.push(['latency', `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, max ${max} ms, of ${counted(rows, 'row')}`])
  }
  if (throughput !== null) {
    const { rows, rowsPerSecond, seconds } = throughput
    const rate = counted(Number(rowsPerSecond.toPrecision(3)), 'row')
    facts.push(['throughput', `${rate} per second, ${counted(rows, 'row')} in ${seconds.toFixed(1)} s`])
  }
  return facts
}

function flinkFacts(run: RunAccount): Fact[] {
  const said = run.comparison && disagreement(run)
  return said === null ? [] : [['by Flink', said]]
}

function hintFacts(run: RunAccount): Fact[] {
  const hint = sinkHint(run)
  return hint === null ? [] : [['hint', hint]]
}

function sumsOf({ counts, comparison, verdict }: RunAccount): SumModel[] {
  const sent: SumModel = { label: 'sent', total: counts.sent, note: `, ${counts.acknowledged} acknowledged`, parts: [] }
  return comparison === null ? [sent] : [sent, ...rowSums(comparison, verdict)]
}

/** The sums that account for every row of a comparison. */
export function rowSums({ counts, order }: Comparison, verdict: Verdict): SumModel[] {
  const common = [
    [counts.matched, 'matched'],
    [counts.differing, 'differing'],
  ] as const
  const misordered: SumModel = {
    label: 'misordered',
    total: counts.misordered,
    note: ` of ${counts.matched} matched${howOrderWasJudged(order)}`,
    parts: [],
  }
  return [
    { label: 'expected', total: counts.expected, note: null, parts: [...common, [counts.lost, 'lost']] },
    {
      label: 'observed',
      total: counts.observed,
      note: null,
      parts: [...common, [counts.unexpected, 'unexpected'], [counts.duplicated, 'duplicated']],
    },
    // Rows that did not match have no order to be judged.
    ...(verdict === 'pass' || counts.matched === 0 ? [] : [misordered]),
  ]
}

/** That no order was judged need not be the scenario's wish: a check of a job that keeps none goes without. */
function howOrderWasJudged(order: Comparison['order']): string {
  if (order.rule === 'any') return ', order not judged'
  const where = whereOrderCounts(order)
  return `${where === '' ? '' : `, judged${where}`}${order.notJudged === 0 ? '' : `, ${order.notJudged} not judged`}`
}
