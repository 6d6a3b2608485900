/** Notices a job that will not go on by itself, long before its own limits and ours would end it. */
import { readJobOperators, readJobs } from '../../flink/endpoints.ts'
import { blockedSink, failedAttempts, type StuckSign, unreachedBySinks } from '../../flink/failure/stuck.ts'
import { readTaskThreads } from '../../flink/threads.ts'
import type { Stack } from '../../stack/stack.ts'
import { type Sighting, waitUntil } from '../../wait-until.ts'

export interface StuckWatch {
  readonly stack: Pick<Stack, 'flinkUrl' | 'log' | 'kafka' | 'brokersForJobs'>
  readonly jobId: string
  readonly groupId: string
  /** It is there whichever sink the job writes to. */
  readonly inputTopic: string
  readonly since: Date
  /** The pause between two looks; 2 s when not given. */
  readonly paceMs?: number
}

/** Nothing is asked of the cluster before: most jobs have ended by then. */
const firstLookMs = 4000
const intervalMs = 2000
/** An answer that takes longer is no answer for a look. */
const answerMs = 2000
const jobLifeMs = 7 * 24 * 60 * 60_000
/** A sign must be there at so many looks in a row: what passes within seconds is no reason to end a job. */
const looksInARow = 3
/** A job that has come so far without a sign is not looked at any more: what it waits for was there when it began. */
const longestMs = 180_000

/** Fulfilled with the sign that the job is stuck; never while it is not, or while that cannot be told. */
export async function stuckJob(watch: StuckWatch, signal: AbortSignal): Promise<StuckSign> {
  const startedMs = performance.now()
  const seen: Seen = { waits: null, looks: 0, attempts: 0 }
  const look = async (limit: AbortSignal): Promise<Sighting<StuckSign>> => {
    const elapsedMs = performance.now() - startedMs
    if (elapsedMs < firstLookMs || elapsedMs > longestMs) return { seen: 'not looked for' }
    const sign = await signOf(watch, seen, limit)
    seen.looks = sign !== null && sign.waits === seen.waits ? seen.looks + 1 : Number(sign !== null)
    seen.waits = sign?.waits ?? null
    return sign !== null && seen.looks >= looksInARow ? { found: sign } : { seen: seen.waits ?? 'nothing' }
  }
  const wait = { what: 'signs that the job is stuck', timeoutMs: jobLifeMs, remedy: '', signal }
  return waitUntil(look, { ...wait, intervalMs: watch.paceMs ?? intervalMs })
}

/** What was seen at the last look. */
interface Seen {
  waits: string | null
  looks: number
  attempts: number
}

/** A look that fails sees nothing: what is wrong with the cluster is told by whoever watches the job. */
async function signOf(watch: StuckWatch, seen: Seen, signal: AbortSignal): Promise<StuckSign | null> {
  const limits = { signal, timeoutMs: answerMs }
  try {
    const sign = (await blockedSign(watch, limits)) ?? (await attemptsSign(watch, seen, limits))
    // A broker that has no time for anybody is slow, and the job waits with right.
    if (sign !== null) await watch.stack.kafka.recordsIn(watch.inputTopic, limits)
    return sign
  } catch {
    return null
  }
}

async function blockedSign({ stack, jobId, since }: StuckWatch, limits: Limits): Promise<StuckSign | null> {
  const operators = await readJobOperators(stack.flinkUrl, jobId, limits)
  const running = operators.filter(({ status }) => status === 'RUNNING').map(({ name }) => name)
  const blocked = blockedSink(await readTaskThreads(stack.flinkUrl, limits), running)
  if (blocked === null) return null
  const unreached = unreachedBySinks(await stack.log('taskmanager', since), stack.brokersForJobs)
  return unreached === null ? blocked : { ...unreached, operator: blocked.operator }
}

async function attemptsSign(
  { stack, jobId, groupId, since }: StuckWatch,
  seen: Seen,
  limits: Limits,
): Promise<StuckSign | null> {
  const others = (await readJobs(stack.flinkUrl, limits)).filter(({ id, status }) => id !== jobId && !hasEnded(status))
  const own = { jobId, groupId, brokers: stack.brokersForJobs, isAlone: others.length === 0 }
  const failed = failedAttempts(await stack.log('jobmanager', since), own)
  const isGrowing = (failed?.attempts ?? 0) > seen.attempts
  seen.attempts = failed?.attempts ?? 0
  return isGrowing ? (failed?.sign ?? null) : null
}

type Limits = Readonly<{ signal: AbortSignal; timeoutMs: number }>

const hasEnded = (state: string): boolean => ['FINISHED', 'FAILED', 'CANCELED'].includes(state)
