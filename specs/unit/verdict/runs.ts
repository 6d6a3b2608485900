/** A whole run for the specs of judge, report and evidence: three rows that pass, to be changed where a spec needs it. */
import type { ExpectedRow } from '../../../harness/scenario/reference/reading.ts'
import { compare } from '../../../harness/verdict/compare/compare.ts'
import type { ObservedRow } from '../../../harness/verdict/comparison.ts'
import type { CheckpointAccount } from '../../../harness/verdict/checkpoint-account.ts'
import type { LoadAccount } from '../../../harness/verdict/job-load.ts'
import { judge } from '../../../harness/verdict/judge.ts'
import type { RunToJudge } from '../../../harness/verdict/judge.ts'
import { countsOf, noJob, unplaced } from '../../../harness/verdict/run-account.ts'
import type { JobAccount, RunAccount } from '../../../harness/verdict/run-account.ts'
import type { Measures } from '../../../harness/verdict/measures.ts'
import { expectedRows, observedRows } from './compare/rows.ts'

/** What a run may have measured. */
export const measures: Measures = {
  latencyMs: { rows: 1500, p50: 20, p95: 40, p99: 55, max: 81 },
  throughput: {
    rows: 900,
    seconds: 2.92,
    rowsPerSecond: 308.2,
    peakOutPerSecond: 100,
    stepSeconds: 1,
    in: [300, 300],
    out: [100, 99],
  },
}

/** What Flink may have told of a job's checkpoints. */
export const checkpoints: CheckpointAccount = {
  completed: 6,
  failed: 14,
  restored: 1,
  hasSavepoint: false,
  durationMs: { p50: 103.5, p95: 244, max: 244 },
  sizeBytes: { p50: 940, p95: 1093, max: 1093 },
  lastFailure: 'Trigger checkpoint failure.',
}

/** What a job may have done while it ran. */
export const load: LoadAccount = {
  samples: 4,
  operators: [
    {
      name: 'Source: days -> Map',
      recordsInPerSecond: { mean: 390, peak: 402 },
      recordsOutPerSecond: { mean: 135, peak: 150 },
      busy: { mean: 0.3, peak: 0.8 },
      backPressured: null,
    },
  ],
}

export interface Day {
  readonly date: string
  readonly inches: number
  readonly weather: string
}

export const days: readonly [Day, Day, Day] = [
  { date: '2012-01-02', inches: 0.43, weather: 'rain' },
  { date: '2012-01-03', inches: 0.03, weather: 'rain' },
  { date: '2012-01-05', inches: 0.05, weather: 'snow' },
]

export const finishedJob: JobAccount = {
  id: '8fda5c1e',
  name: 'weather.job',
  state: 'FINISHED',
  durationMs: 2412,
  restarts: 0,
  operators: [
    {
      name: 'Source: days -> Map',
      parallelism: 1,
      recordsIn: 5,
      recordsOut: 3,
      busyMs: 928,
      idleMs: 267,
      backPressuredMs: 0,
    },
  ],
  checkpoints: null,
  load: null,
  webUiUrl: 'http://127.0.0.1:49153',
  exception: null,
}

export const failedJob: JobAccount = {
  ...finishedJob,
  state: 'FAILED',
  durationMs: 1380,
  exception: {
    ...unplaced,
    type: 'ZeroDivisionError',
    message: 'division by zero',
    file: 'weather/logic.py',
    line: 31,
    traceback: [
      'Traceback (most recent call last):',
      '  File "weather/logic.py", line 31, in to_inches',
      '    return millimetres / 0',
      'ZeroDivisionError: division by zero',
    ].join('\n'),
  },
}

/** What was expected and what was observed, compared by date. */
export const compared = (
  observed: readonly ObservedRow[],
  expected: readonly ExpectedRow<Day>[] = expectedRows(...days),
) => compare({ expected, observed, identity: 'date' })

/** A run that went through every stage, unless told otherwise. */
export const runToJudge = (changed: Partial<RunToJudge> = {}): RunToJudge => ({
  problem: null,
  ledger: { sent: 5, acknowledged: 5 },
  job: finishedJob,
  drainedToKnownEnd: true,
  comparison: compared(observedRows(...days)),
  ...changed,
})

/** The account of a run, judged. */
export function accountOf(judged: RunToJudge, changed: Partial<RunAccount> = {}): RunAccount {
  const { trouble = null, remedy = null, ...judgement } = judge(judged)
  return {
    ...judgement,
    scenario: 'rainy-days',
    runId: '20261123T041500-rainy-days-4f3a',
    startedAt: new Date('2026-11-23T04:15:00Z'),
    judgedAt: new Date('2026-11-23T04:15:08Z'),
    remedy,
    trouble,
    rerunCommand: 'npx streamassay run scenarios/rainy-days.ts',
    sides: [],
    inputs: [{ path: 'fixtures/seattle-weather.csv', sha256: 'ab12' }],
    counts: countsOf(judged.ledger, judged.comparison),
    comparison: judged.comparison,
    job: judged.job === finishedJob ? finishedJob : { ...noJob, ...judged.job },
    commits: null,
    loadSamples: [],
    culprit: null,
    measures: null,
    due: null,
    stoppedBecause: null,
    timingsMs: { stack: 4100.4, topics: 12, replay: 80, submit: 1500, job: 2412, drain: 95, compare: 1, total: 8200.6 },
    versions: {
      streamassay: '0.1.0',
      node: '24.21.0',
      kafka: '4.2.0',
      flink: '2.2.1',
      connector: '5.0.0-2.2',
      python: '3.11.2',
      java: '17.0.19',
    },
    fixturePath: 'fixtures/seattle-weather.csv',
    shownInputs: [],
    output: { sink: 'kafka', name: 'rainy-days-4f3a-output' },
    isStackAlive: false,
    evidencePath: '.streamassay/runs/20261123T041500-rainy-days-4f3a',
    ...changed,
  }
}
