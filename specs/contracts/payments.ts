/** A job with an exactly-once sink, as a scenario of eight payments. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { column, csvFixture, defineScenario, type JobTopics, pipeline, pyflinkJob, type Scenario } from 'streamassay'
import { onTestFinished } from 'vitest'
import { z } from 'zod'

import { usualArguments } from '../usual-arguments.ts'

const Payment = z.object({ id: column.int(), cents: column.int() })
type Payment = z.output<typeof Payment>

export const paymentsJob = pyflinkJob({ root: 'specs/contracts/flink-jobs', module: 'payments.job' })

/** The job's arguments, with a time-out for its transactions. */
export const withTransactionTimeout =
  (timeoutMs: number) =>
  (topics: JobTopics): readonly string[] => [...usualArguments(topics), '--transaction-timeout-ms', String(timeoutMs)]

/** The scenario, with changes of a spec's own. */
export async function payments(
  more: Pick<Partial<Scenario<Payment, Payment>>, 'args' | 'ends' | 'sentinel' | 'jobTimeoutMs'> = {},
): Promise<Scenario<Payment, Payment>> {
  const folder = await mkdtemp(join(tmpdir(), 'streamassay-payments-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const lines = Array.from({ length: 8 }, (_, at) => `${at + 1},${100 * at}`)
  await writeFile(join(folder, 'payments.csv'), `id,cents\n${lines.join('\n')}\n`)
  return defineScenario({
    name: 'payments',
    job: paymentsJob,
    input: csvFixture(join(folder, 'payments.csv'), Payment),
    reference: pipeline(Payment),
    identity: 'id',
    ...more,
  })
}
