/**
 * Lets jobs that write in transactions run one at a time on a broker: two of one transactional id prefix collide.
 *
 * A job that was not seen before holds the turn until the broker shows whether it has begun a transactional producer. A job
 * that has none gives the turn back then, and never takes it again; any other holds it until it has ended. Only a collision
 * proves that a job writes in transactions: the producers of a foreign job look the same.
 */
import { createHash } from 'node:crypto'

import { readStart } from '../../flink/running/all-running.ts'
import type { RunningJob } from '../../flink/running/metrics.ts'
import { jobArguments, type RunNames } from '../../flink/submission/job-arguments.ts'
import { takeTurn, type Turn } from '../../flink/submission/turn-lock.ts'
import type { TransactionalProducer } from '../../kafka/session.ts'
import type { Stack } from '../../stack/stack.ts'
import { untilAborted, waitUntil } from '../../wait-until.ts'
import { settingsOf } from '../job/job-settings.ts'
import type { PreparedJob } from '../job/submit-scenario.ts'
import { knownSink, rememberSink } from './known-sinks.ts'

/** The turn of one job; disposing of it gives it back, and must wait until the job has ended. */
export interface JobTurn extends AsyncDisposable {
  /** Aborted, with a `JOB_SUBMISSION_BUSY`, when the turn is lost. */
  readonly lost: AbortSignal
  /** True while other jobs that may write in transactions wait for this one. */
  readonly isHeld: boolean
  /** Begins to look whether the job writes in transactions. */
  noteRunning(job: RunningJob): void
  /** Remembers that the job writes in transactions. */
  noteTransactional(): Promise<void>
}

export interface TurnPlan {
  readonly stack: Pick<Stack, 'brokers' | 'kafka'>
  readonly topics: RunNames
  readonly signal: AbortSignal
  readonly tell: (text: string) => void
  /** Called once, when the turn is given back, or at once where none is needed. */
  readonly onTurnOver?: () => void
}

/** A job with a transactional sink may run for a whole check before the next one can begin. */
const turnTimeoutMs = 10 * 60_000
const answerTimeoutMs = 5000
const startTimeoutMs = 5 * 60_000
/** A job may have ended just before it was looked at. */
const lastLookMs = 500

/**
 * Waits for the job's turn.
 *
 * @throws StreamassayError `JOB_SUBMISSION_BUSY` when another job has its turn for more than ten minutes, with its process
 */
export async function takeJobTurn<Row, Out>(
  prepared: Pick<PreparedJob<Row, Out>, 'scenario' | 'jobPackage'>,
  plan: TurnPlan,
): Promise<JobTurn> {
  const key = keyOf(prepared, plan.topics)
  if ((await knownSink(key)) === 'plain') return freeTurn(key, plan)
  const { brokers } = plan.stack
  const turn = await takeTurn(
    {
      kind: 'transactions',
      address: brokers,
      what: `run a job that may write in transactions on ${brokers}`,
      other: 'job',
      holderDoes: `runs ${prepared.scenario.job.module}`,
    },
    {
      timeoutMs: turnTimeoutMs,
      signal: plan.signal,
      onWait: (holder) => plan.tell(`waiting for a job that may write in transactions (${holder})`),
    },
  )
  const kind = await knownSink(key)
  if (kind === 'plain') {
    await turn[Symbol.asyncDispose]()
    return freeTurn(key, plan)
  }
  // A broker that does not list them leaves the job unknown.
  const before = kind === null ? await producersOf(plan).catch(() => null) : null
  return new HeldTurn(turn, { ...plan, key, before })
}

/** Stands for the job: its files, its module, its settings and its arguments, without the names that each run has of its own. */
function keyOf<Row, Out>(
  { scenario, jobPackage }: Pick<PreparedJob<Row, Out>, 'scenario' | 'jobPackage'>,
  topics: RunNames,
): string {
  const withInput = { ...scenario, ends: 'with-input' } as const
  const args = jobArguments(withInput, topics)
  const own = [topics.inputTopic, topics.outputTopic, topics.groupId, topics.brokers]
  const common = args.map((arg) => own.reduce((text, name, at) => text.replaceAll(name, `<${at}>`), arg))
  return createHash('sha256')
    .update(JSON.stringify([jobPackage.sha256, scenario.job.module, settingsOf(withInput), common]))
    .digest('hex')
}

function freeTurn(key: string, { onTurnOver }: TurnPlan): JobTurn {
  onTurnOver?.()
  return {
    lost: new AbortController().signal,
    isHeld: false,
    noteRunning: () => undefined,
    noteTransactional: () => rememberSink(key, 'transactional'),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

interface HeldPlan extends TurnPlan {
  readonly key: string
  /** Producers from before the job; null where the job is known, or they cannot be told. */
  readonly before: ReadonlySet<string> | null
}

class HeldTurn implements JobTurn {
  readonly #turn: Turn
  readonly #plan: HeldPlan
  readonly #end = new AbortController()
  #looking: Promise<void> = Promise.resolve()
  #isHeld = true

  constructor(turn: Turn, plan: HeldPlan) {
    this.#turn = turn
    this.#plan = plan
  }

  get lost(): AbortSignal {
    return this.#turn.lost
  }

  get isHeld(): boolean {
    return this.#isHeld
  }

  noteRunning(job: RunningJob): void {
    const { before } = this.#plan
    // What keeps it from being told leaves the job unknown, and its turn held.
    if (before !== null) this.#looking = this.#look(job, before).catch(() => undefined)
  }

  noteTransactional(): Promise<void> {
    return rememberSink(this.#plan.key, 'transactional')
  }

  /** A sink begins its producer before it runs. */
  async #look(job: RunningJob, before: ReadonlySet<string>): Promise<void> {
    const signal = AbortSignal.any([this.#plan.signal, this.#end.signal])
    if (!(await hasBegun(job, signal))) return
    const isTransactional = (await producersOf({ ...this.#plan, signal })).difference(before).size > 0
    // They may be a foreign job's: it is not remembered.
    if (isTransactional) return
    await rememberSink(this.#plan.key, 'plain')
    await this.#giveBack()
  }

  async #giveBack(): Promise<void> {
    if (!this.#isHeld) return
    this.#isHeld = false
    await this.#turn[Symbol.asyncDispose]()
    this.#plan.onTurnOver?.()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await untilAborted(this.#looking, AbortSignal.timeout(lastLookMs)).catch(() => undefined)
    this.#end.abort(new Error('the job has ended'))
    await this.#looking
    await this.#giveBack()
  }
}

/** Waits until all operators of the job run or have ended; false if one fails before that. */
const hasBegun = (job: RunningJob, signal: AbortSignal): Promise<boolean> =>
  waitUntil(
    async (limit) => {
      const start = await readStart(job, { signal: limit })
      return start.kind === 'starting' ? start : { found: start.kind === 'begun' }
    },
    {
      what: `the job ${job.jobId} to start`,
      timeoutMs: startTimeoutMs,
      remedy: 'Check the job in the Web UI.',
      signal,
    },
  )

async function producersOf({ stack, signal }: Pick<TurnPlan, 'stack' | 'signal'>): Promise<ReadonlySet<string>> {
  const producers = await stack.kafka.transactionalProducers({ timeoutMs: answerTimeoutMs, signal })
  return new Set(
    producers.map(({ transactionalId, producer }: TransactionalProducer) => `${transactionalId} ${producer}`),
  )
}
