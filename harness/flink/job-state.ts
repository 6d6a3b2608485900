/** All that Flink knows of a job, in its own words: what somebody wants to see when the Web UI is gone. */
import { messageOf } from '../errors.ts'
import { exchange, type RestLimits } from './rest.ts'

const parts = {
  'job.json': '',
  'plan.json': '/plan',
  'checkpoints.json': '/checkpoints',
  'configuration.json': '/config',
}

/** Flink's answers by the name of a file; one that cannot be had says so in its place. */
export async function readJobState(
  flinkUrl: string,
  jobId: string,
  limits: RestLimits = {},
): Promise<Readonly<Record<string, string>>> {
  const answers = Object.entries(parts).map(async ([name, path]) => {
    const answer = await exchange(flinkUrl, { ...limits, method: 'GET', path: `/jobs/${jobId}${path}` }).catch(
      (error: unknown) => ({ text: `(not available: ${messageOf(error)})` }),
    )
    return [name, `${answer.text}\n`] as const
  })
  return Object.fromEntries(await Promise.all(answers))
}
