/** The stages of a run, from the topics to the comparison: what each finds is noted as soon as it is known. */
import type { EvidenceWriter } from '../../evidence/write-evidence.ts'
import type { Ledger, Progress } from '../../kafka/replay/replay.ts'
import { outputPlace } from '../../scenario/sink.ts'
import type { StackPart, StackUnderway } from '../../stack/stack.ts'
import { type JobAccount, neverRan } from '../../verdict/run-account.ts'
import { counted } from '../../verdict/report/value-text.ts'
import { provenWrong } from '../../verdict/trouble/proven-wrong.ts'
import { type JobEnd, type JobPlan, runJob } from '../job/run-job.ts'
import type { Known } from '../known.ts'
import { JobUnderway } from '../live/job-underway.ts'
import { Meter } from '../live/meter.ts'
import { endOfLive, together } from '../live/side-by-side.ts'
import { skippedRemedy, skippedRows } from '../live/skipped-rows.ts'
import { misfitOf } from '../live/with-input.ts'
import { openOutput, rowsSoFar } from '../output.ts'
import { isScenarioAtFault, type PreparedScenario } from '../prepare.ts'
import { foreignRecords, foreignRemedy, replayRows } from '../replay-rows.ts'
import { makeTopics } from '../run-topics.ts'
import type { Stages } from '../stages.ts'
import { droppedRemedy, droppedText, type FinishedWindow, windowOfFinished } from './dropped-window.ts'
import { refuseWritten } from './refuse-written.ts'

/** The longest that each stage may take; a job's is the scenario's to choose. */
const limitsMs = { topics: 30_000, replay: 30 * 60_000, drain: 10 * 60_000 }

const toNobody = (): void => undefined

export interface StagesPlan<Out> {
  readonly underway: StackUnderway
  readonly runId: string
  readonly outputTopic: string
  readonly stages: Stages
  readonly known: Known<Out>
  readonly evidence: EvidenceWriter
  /** Ends the run from outside; its reason is thrown. */
  readonly signal: AbortSignal | undefined
}

/** The stages from the topics to the comparison; what each finds is noted in `known` as soon as it is known. */
export async function throughStages<Row, Out>(
  prepared: PreparedScenario<Row, Out>,
  plan: StagesPlan<Out>,
): Promise<void> {
  const { underway, runId, outputTopic, stages, known, evidence, signal: outer } = plan
  const { scenario } = prepared
  const { kafka, brokersForJobs, dead } = await underway.broker
  const failure = new AbortController()
  const outside = [dead, failure.signal, ...(outer ? [outer] : [])]
  const inputTopic = `${runId}-in`
  const topics = { brokers: brokersForJobs, inputTopic, outputTopic, groupId: runId }

  await stages.step('topics', async () => {
    const limits = { timeoutMs: limitsMs.topics, signal: AbortSignal.any(outside) }
    return [undefined, await stages.time('topics', () => makeTopics(prepared, { kafka, topics, ...limits }))]
  })

  // From here on the output is read and compared as it comes, where it can be.
  let tellRows: (rows: number) => void = toNobody
  const isLive = scenario.ends !== undefined && scenario.ends !== 'with-input'
  const meter = isLive ? new Meter() : null
  await using output = openOutput(prepared, {
    kafka,
    stack: underway.stack,
    place: outputPlace(scenario.sink ?? 'kafka', outputTopic),
    evidence,
    meter,
    signal: AbortSignal.any(outside),
    timeoutMs: limitsMs.drain,
    onRows: (rows) => tellRows(rows),
  })
  const signal = AbortSignal.any([...outside, output.failed])

  const reader = new JobUnderway()
  const since = new Date()
  const readLog = async (part: StackPart): Promise<string> => (await underway.stack).log(part, since)
  const replay = (): Promise<Ledger> =>
    stages.step('replay', async (tell) => {
      const onProgress = (soFar: Progress): void => {
        known.ledger = soFar
        tell(`${soFar.acknowledged} of ${prepared.csv.rows} records acknowledged`)
      }
      const limits = { timeoutMs: limitsMs.replay, signal }
      const sending = {
        kafka,
        topic: inputTopic,
        ...limits,
        onProgress,
        onWait: tell,
        meter,
        ...(isLive && { reader, readLog }),
      }
      const ledger = await stages.time('replay', () => replayRows(prepared, sending))
      known.ledger = ledger
      return [ledger, `${ledger.acknowledged} of ${ledger.sent} records acknowledged`]
    })

  const job = async (live: Pick<JobPlan, 'proven' | 'stop' | 'misfit'>, as = prepared): Promise<JobEnd> => {
    const stack = await underway.stack
    return stages.step('job', async (tell) => {
      tellRows = (rows) => tell(`running, ${rowsSoFar(rows, prepared)} written`)
      const onSubmitted = (account: JobAccount): void => void (known.ended = { job: account })
      const watched = { stack, topics, signal, stages, tell, onSubmitted, reader, ...live }
      const ended = await runJob(as, watched)
      tellRows = toNobody
      known.ended = ended
      known.problem = ended.unproven ?? null
      known.remedy = ended.remedy ?? null
      const running =
        ended.unproven === undefined ? 'RUNNING, and the output of its sentinel has arrived' : 'still RUNNING'
      return [ended, ended.cancel ? running : (ended.job.state ?? 'never started')]
    })
  }

  const finishedWindow = async (of: JobAccount): Promise<FinishedWindow> => {
    const { flinkUrl } = await underway.stack
    return windowOfFinished(of, { flinkUrl, timeoutMs: limitsMs.topics, signal })
  }
  // A job that has written nothing can be submitted once more.
  const windowOfSilent = async (of: JobAccount): Promise<number | null> => {
    if (prepared.expectedRows === 0 || of.state !== 'FINISHED' || output.isComplete()) return null
    const appended = await output.growing.appended({ timeoutMs: limitsMs.topics, signal })
    return appended?.ends.every((end) => end === 0n) ? (await finishedWindow(of)).windowMs : null
  }

  try {
    const replayed = replay()
    if (isLive) {
      await together(failure, [replayed, job(endOfLive(replayed, output, prepared, { kafka, groupId: runId }))])
    } else {
      const ledger = await replayed
      const ended = await job({ misfit: misfitOf({ ledger, output, readJobManagerLog: () => readLog('jobmanager') }) })
      const windowMs = ended.windowMs ?? (await windowOfSilent(ended.job))
      if (windowMs !== null) {
        known.stoppedBecause = windowText(windowMs)
        await refuseWritten(output, scenario.sink ?? 'kafka', { timeoutMs: limitsMs.topics, signal })
        const waiting = { ...prepared, scenario: { ...scenario, ends: 'when-stopped' as const } }
        await job(endOfLive(replayed, output, waiting, { kafka, groupId: runId }), waiting)
      }
    }

    const observedRows = await stages.step('output', async () => {
      const rows = await stages.time('drain', () => output.toEnd())
      known.readToEnd = true
      known.rowsInTransactions = output.rowsInTransactions
      const limits = { timeoutMs: limitsMs.topics, signal }
      const foreign = await foreignRecords(prepared, known.ledger, { kafka, topics, ...limits })
      if (foreign !== null && known.problem === null) Object.assign(known, { problem: foreign, remedy: foreignRemedy })
      return [rows, `${counted(rows, 'record')}, read to the end`]
    })
    if (neverRan(known.ended.job, observedRows)) return await output.expectRest()

    await stages.step('comparison', async () => {
      const comparison = await stages.time('compare', () => output.compare())
      known.comparison = comparison
      known.measures = meter && meter.measures(await (await underway.stack).clock.aheadMs())
      known.due = output.due()
      const skipped = comparison.counts.lost === 0 ? null : await skippedRows({ topic: inputTopic, readLog })
      if (skipped !== null && known.problem === null) {
        known.problem = skipped
        known.remedy = skippedRemedy
      }
      // The windows of a job that was stopped have had their time.
      const isLeft = !isLive && known.stoppedBecause === null && known.problem === null
      const isLostAlone = comparison.counts.lost > 0 && provenWrong(comparison).length === 0
      const dropped = isLeft && isLostAlone ? await finishedWindow(known.ended.job) : null
      if (dropped !== null && dropped.windowMs !== null) {
        known.problem = droppedText(comparison.counts, dropped.windowMs)
        known.remedy = droppedRemedy
      }
      if (dropped !== null && dropped.unread !== null) Object.assign(known, dropped.unread)
      return [undefined, `${comparison.counts.matched} of ${comparison.counts.expected} expected rows matched`]
    })
  } catch (error) {
    // A part of the stack that dies hides no row that was wrong before.
    if (dead.aborted && known.comparison === null) known.comparison = await output.cutOff()
    if (!isScenarioAtFault(error)) await output.expectRest()
    throw error
  }
}

const windowText = (windowMs: number): string =>
  `judged as \`when-stopped\`: the end of the input would drop the rows of the processing-time window (${windowMs / 1000} s)`
