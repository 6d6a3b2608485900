/** Generated cases with late rows, judged as a check judges them, by a modelled Flink in the place of the real one. */
import * as fc from 'fast-check'
import { z } from 'zod'

import { expectCase } from '../../../../harness/property/batch/batch.ts'
import { BoundedJudge } from '../../../../harness/property/batch/bounded-judge.ts'
import { compareRows, scenarioFor } from '../../../../harness/property/batch/bounded-run.ts'
import type { LoneRun } from '../../../../harness/property/batch/case-judge.ts'
import { caseRecords } from '../../../../harness/property/batch/case-records.ts'
import type { Case } from '../../../../harness/property/cases/case.ts'
import { JobUnderway } from '../../../../harness/run/live/job-underway.ts'
import { lateRowWaits } from '../../../../harness/run/live/late-rows.ts'
import { column } from '../../../../harness/scenario/columns.ts'
import { csvFixture } from '../../../../harness/scenario/csv/csv-fixture.ts'
import { defineScenario } from '../../../../harness/scenario/define-scenario.ts'
import { pipeline } from '../../../../harness/scenario/reference/pipeline.ts'
import type { Scenario } from '../../../../harness/scenario/scenario.ts'
import { judge as judgeRun } from '../../../../harness/verdict/judge.ts'
import { noJob } from '../../../../harness/verdict/run-account.ts'
import { observedRows } from '../../verdict/compare/rows.ts'
import { ModelledFlink, type WindowPlan } from './modelled-flink.ts'

const columns = z.object({ id: column.int(), key: column.int(), at: column.int() })
type Row = z.output<typeof columns>

/** What a window gives or a late row becomes: the rows of a key, in the order in which they came. */
interface Out {
  readonly key: number
  readonly text: string
}

/** How rows are sent: as a check does it; all at once; or when a watermark has been given to the windows, not taken in. */
export type Sending = 'as a check' | 'all at once' | 'by input watermarks'

/** What may differ from job to job, and when its parts do their work. */
interface Setting {
  readonly outOfOrderMs: number
  /** One window, or another one behind it, by the same keys. */
  readonly sizesMs: readonly number[]
  readonly subtasks: readonly number[]
  readonly hasBundles: boolean
  readonly schedule: readonly number[]
}

const setting: fc.Arbitrary<Setting> = fc.record({
  outOfOrderMs: fc.integer({ min: 0, max: 12 }),
  sizesMs: fc.constantFrom([10], [10], [10, 20], [10, 25], [7, 10]),
  subtasks: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })),
  hasBundles: fc.boolean(),
  schedule: fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }),
})

const someRows: fc.Arbitrary<Row[]> = fc
  .array(fc.record({ key: fc.nat(2), at: fc.integer({ min: -20, max: 60 }) }), { maxLength: 12 })
  .map((rows) => rows.map((row, id) => ({ ...row, id })))

const textOf = (one: Row | Out): string => ('text' in one ? one.text : String(one.id))
const close = (key: number, startMs: number, ones: readonly (Row | Out)[]): Out => ({
  key,
  text: `${startMs}[${ones.map(textOf).join(' ')}]`,
})
const late = (one: Row | Out): Out => ({ key: one.key, text: `late ${textOf(one)}` })

function scenarioOf({ outOfOrderMs, sizesMs: [first = 1, second] }: Setting): Scenario<Row, Out> {
  const keyed = pipeline(columns)
    .eventTime(({ at }) => at, { outOfOrderMs })
    .keyBy(({ key }) => key)
  const once = keyed.tumblingWindow({ sizeMs: first, late }, (rows, { key, startMs }) => close(key, startMs, rows))
  return defineScenario({
    name: 'late-cases',
    job: { root: 'jobs', module: 'late.job' },
    input: csvFixture('late.csv', columns),
    reference:
      second === undefined
        ? once
        : once
            .keyBy(({ key }) => key)
            .tumblingWindow({ sizeMs: second, late }, (rows, { key, startMs }) => close(key, startMs, rows)),
    identity: 'text',
    order: ({ key }) => key,
  })
}

function flinkOf({ outOfOrderMs, sizesMs, subtasks, hasBundles, schedule }: Setting): ModelledFlink {
  let drawn = 0
  const choose = (moves: number): number => {
    drawn += 1
    return moves === 0 ? 0 : ((schedule[drawn % schedule.length] ?? 0) + Math.floor(drawn / schedule.length)) % moves
  }
  const windows = sizesMs.map((sizeMs, at): WindowPlan => ({
    sizeMs,
    subtasks: subtasks[at] ?? 1,
    keyOf: ({ key }: Row) => key,
    close,
    late,
  }))
  return new ModelledFlink({ outOfOrderMs, timeOf: ({ at }: Row) => at, windows, hasBundles, choose })
}

/** Runs rows in a modelled job as `runBounded` does in a real one: the same waits, records and account. */
async function runModelled(given: Setting, rows: Case<Row>, sending: Sending): Promise<LoneRun<Out>> {
  const scenario = scenarioOf(given)
  const { expected, hasLateRow } = expectCase(scenario, rows)
  const flink = flinkOf(given)
  const job = new JobUnderway()
  job.noteRunning({ flinkUrl: 'modelled', jobId: 'modelled' })
  const of = sending === 'by input watermarks' ? 'inputMs' : 'outputMs'
  const untilWatermark = async ({ watermarkMs }: { readonly watermarkMs: number }): Promise<void> =>
    flink.until(watermarkMs, of)
  const isWaiting = sending !== 'all at once' && scenarioFor(scenario, { hasLateRow }).ends === 'when-stopped'
  const waitOf = isWaiting ? lateRowWaits({ scenario }, { job, topic: 'in', untilWatermark }) : undefined
  let sent = 0
  for await (const piece of caseRecords(scenario, rows, 0, waitOf)) {
    for (const { value, after } of piece) {
      await after?.(new AbortController().signal)
      flink.send(JSON.parse(new TextDecoder().decode(value ?? new Uint8Array())))
      sent += 1
    }
  }
  flink.end()
  const observed = observedRows(...flink.out)
  const comparison = compareRows({ scenario }, expected, observed, true)
  const ledger = { topic: 'late', sent, acknowledged: sent, entries: [] }
  const ended = { ...noJob, state: 'FINISHED' as const }
  const { verdict, reason } = judgeRun({ problem: null, ledger, job: ended, drainedToKnownEnd: true, comparison })
  const passes = verdict === 'pass' || (expected.length === 0 && observed.length === 0)
  return { passes, reason: passes ? null : reason, comparison, expected, observed, failure: null }
}

/** How many cases had late rows, and which were judged wrongly: all jobs are right. */
export interface LateCases {
  readonly withLateRows: number
  readonly wrong: readonly string[]
}

/** Judges so many cases in a check's own judge. */
export async function judgeLateCases(cases: number, seed: number, sending: Sending): Promise<LateCases> {
  const wrong: string[] = []
  let withLateRows = 0
  for (const [given, rows] of fc.sample(fc.tuple(setting, someRows), { numRuns: cases, seed })) {
    withLateRows += Number(expectCase(scenarioOf(given), rows).hasLateRow)
    const judge = new BoundedJudge<Row, Out>((some) => runModelled(given, some, sending), 'late', 1)
    const [outcome] = await judge.judge([rows])
    if (outcome?.standing === 'pass') continue
    const { expected, observed } = await runModelled(given, rows, sending)
    wrong.push(
      JSON.stringify({
        given,
        rows,
        expected: expected.map(({ out }) => out.text),
        observed: observed.map(({ value }) => value),
      }),
    )
  }
  return { withLateRows, wrong }
}
