/** The plan of a submitted job: its operators (chains of them) as Flink describes them, and what can be read there. */
import { z } from 'zod'

import { waitUntil } from '../wait-until.ts'
import { orDeath } from './death.ts'
import { ask } from './rest.ts'
import type { RunningJob } from './running/metrics.ts'

const planAnswer = z.object({
  plan: z.object({
    nodes: z.array(z.object({ id: z.string(), parallelism: z.number(), description: z.string() })).default([]),
  }),
})

/** A chain of operators; each of them is a line of the description, the first one first. */
export interface PlanNode {
  readonly id: string
  readonly parallelism: number
  readonly operators: readonly string[]
}

/**
 * Reads the plan of a job; a job that is only just submitted has none, which is waited for.
 *
 * @throws StreamassayError `WAIT_TIMED_OUT`, `FLINK_REST_FAILED`; the signal's reason
 */
export const readJobPlan = (
  { flinkUrl, jobId }: RunningJob,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<readonly PlanNode[]> =>
  orDeath(
    waitUntil(
      async (signal) => {
        const request = { method: 'GET', path: `/jobs/${jobId}/plan`, signal } as const
        const { nodes } = (await ask(flinkUrl, request, planAnswer)).plan
        return nodes.length > 0 ? { found: nodes.map(planNode) } : { seen: 'a plan without operators' }
      },
      {
        ...limits,
        what: `the plan of the job ${jobId}`,
        remedy: 'Check in the Web UI whether the job is initializing.',
      },
    ),
    limits.signal,
  )

/** Flink's descriptions are HTML: `Source: in<br/>+- Map<br/>   +- Sink: Writer<br/>`. */
export const planNode = ({
  id,
  parallelism,
  description,
}: z.output<typeof planAnswer>['plan']['nodes'][number]): PlanNode => ({
  id,
  parallelism,
  operators: description
    .split('<br/>')
    .map((line) => unescaped(line.replace(/^[\s:|]*\+?-? ?/, '')))
    .filter((line) => line !== ''),
})

const entities: Readonly<Record<string, string>> = { '&gt;': '>', '&lt;': '<', '&quot;': '"', '&amp;': '&' }
const unescaped = (text: string): string => text.replaceAll(/&(?:gt|lt|quot|amp);/g, (entity) => entities[entity] ?? '')

/** Windows of the DataStream API: `Window(TumblingProcessingTimeWindows(5000, 0), ProcessingTimeTrigger, All)`. */
const streamWindow =
  /\b(?:(?:Tumbling|Sliding)ProcessingTimeWindows|ProcessingTimeSessionWindows|ContinuousProcessingTimeTrigger)\((\d+)/g
/** Table functions of SQL: `window=[TUMBLE(time_col=[pt], size=[3 s])]`. */
const sqlWindow = /\b(?:TUMBLE|HOP|CUMULATE|SESSION)\(time_col=\[([^\]]+)\], ([^)]*)\)/g
/** Windows of SQL's older GROUP BY: `window=[TumblingGroupWindow('w$, pt, 3000)]`. */
const groupWindow = /\b(?:Tumbling|Sliding|Session)GroupWindow\('w\$, (\w+), (\d+)/g
const processingTime = /\bPROCTIME\(\) AS (\w+|\$\w+)/g

/** The size of the longest window of processing time in a plan, in milliseconds; null if it shows none. */
export function processingTimeWindowMs(plan: readonly PlanNode[]): number | null {
  const text = plan.flatMap(({ operators }) => operators).join('\n')
  const columns = new Set([...text.matchAll(processingTime)].map(([, column]) => column))
  const sizes = [
    ...[...text.matchAll(streamWindow)].map(([, size]) => Number(size)),
    ...[...text.matchAll(groupWindow)].flatMap(([, column, size]) => (columns.has(column) ? [Number(size)] : [])),
    ...[...text.matchAll(sqlWindow)].flatMap(([, column, sizesText = '']) =>
      columns.has(column) ? durationsMs(sizesText) : [],
    ),
  ]
  return sizes.length === 0 ? null : Math.max(...sizes)
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 }

/** The sizes in `max_size=[1 h], step=[10 min]`, as Flink shortens durations. */
const durationsMs = (text: string): number[] =>
  [...text.matchAll(/\b(?:size|max_size|gap)=\[(\d+) (ms|s|min|h|d)\]/g)].map(
    ([, count, unit = '']) => Number(count) * (unitMs[unit] ?? 0),
  )
