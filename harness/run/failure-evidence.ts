/** What a run that did not pass leaves beside its account: how the job, the containers and the threads stood. */
import { messageOf } from '../errors.ts'
import { maskedValues } from '../evidence/secrets/masked-values.ts'
import { readJobState } from '../flink/job-state.ts'
import type { Stack, StackPart } from '../stack/stack.ts'
import type { RunAccount } from '../verdict/run-account.ts'
import { untilAborted } from '../wait-until.ts'
import type { JobEnd } from './job/run-job.ts'

/** Files as text by folder and name. */
export type MoreEvidence = Readonly<Record<string, Readonly<Record<string, string>>>>

const parts: readonly StackPart[] = ['kafka', 'jobmanager', 'taskmanager']
const answerTimeoutMs = 5000

/** Nothing of a run that passed. What cannot be had says so in its place. */
export async function evidenceOfFailure(
  stack: Stack,
  { verdict, job }: Pick<RunAccount, 'verdict' | 'job'>,
  { threads }: Pick<JobEnd, 'threads'>,
): Promise<MoreEvidence> {
  if (verdict === 'pass') return {}
  const [ofJob, ofContainers] = await Promise.all([
    job.id === null ? {} : readJobState(stack.flinkUrl, job.id, { timeoutMs: answerTimeoutMs }),
    inspected(stack),
  ])
  return {
    ...(Object.keys(ofJob).length > 0 && { job: ofJob }),
    containers: ofContainers,
    ...(threads && { threads }),
  }
}

async function inspected(stack: Stack): Promise<Readonly<Record<string, string>>> {
  const entries = parts.map(async (part) => {
    const text = await untilAborted(stack.inspect(part), AbortSignal.timeout(answerTimeoutMs)).then(
      (container) => JSON.stringify(maskedValues(container), null, 2),
      (error: unknown) => `(not available: ${messageOf(error)})`,
    )
    return [`${part}.json`, `${text}\n`] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
