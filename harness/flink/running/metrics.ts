/** What a running job measures of itself, from Flink's REST interface: as old as the cluster's `metrics.fetcher.update-interval`. */
import { z } from 'zod'

import { ask, type RestLimits } from '../rest.ts'

const jobAnswer = z.object({ vertices: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })) })
const metricsAnswer = z.array(z.object({ id: z.string(), value: z.string().optional() }))

/** A running job, as those who ask it know it. */
export interface RunningJob {
  readonly flinkUrl: string
  readonly jobId: string
}

/** An operator of a job, or a chain of them, as its plan has it. */
export interface Vertex {
  readonly id: string
  readonly name: string
  /** Flink's word: `INITIALIZING`, `RUNNING`. */
  readonly status: string
}

/** So many names fit into an address. */
const namesAtOnce = 20

export const readVertices = async (
  { flinkUrl, jobId }: RunningJob,
  limits: RestLimits = {},
): Promise<readonly Vertex[]> =>
  (await ask(flinkUrl, { ...limits, method: 'GET', path: `/jobs/${jobId}` }, jobAnswer)).vertices

/** The names of all metrics of an operator, those of each instance behind its number and a dot; few while it is starting. */
export async function readMetricNames(
  { flinkUrl, jobId }: RunningJob,
  { id }: Vertex,
  limits: RestLimits = {},
): Promise<readonly string[]> {
  const path = `/jobs/${jobId}/vertices/${id}/metrics`
  return (await ask(flinkUrl, { ...limits, method: 'GET', path }, metricsAnswer)).map((metric) => metric.id)
}

/** The values of some of them, by name. */
export async function readMetrics(
  { flinkUrl, jobId }: RunningJob,
  { id }: Vertex,
  names: readonly string[],
  limits: RestLimits = {},
): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>()
  for (let at = 0; at < names.length; at += namesAtOnce) {
    const wanted = names.slice(at, at + namesAtOnce).map(encodeURIComponent)
    const path = `/jobs/${jobId}/vertices/${id}/metrics?get=${wanted.join(',')}`
    const answer = await ask(flinkUrl, { ...limits, method: 'GET', path }, metricsAnswer)
    for (const { id: name, value } of answer) if (value !== undefined) values.set(name, value)
  }
  return values
}
