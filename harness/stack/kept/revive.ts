/** Brings back the TaskManagers of a kept stack that have ended: the rest of it goes on, and many runs share it. */
import { z } from 'zod'

import { readHeartbeats } from '../../flink/endpoints.ts'
import { waitUntil } from '../../wait-until.ts'
import { apiContainer } from '../engine/api-container.ts'
import type { EngineApi } from '../engine/engine-api.ts'
import { causeOfDeath } from '../liveness.ts'
import { type PartContainers, shortName, stackParts } from '../parts.ts'

const readyTimeoutMs = 30_000

const inspectAnswer = z.object({
  State: z.object({
    Running: z.boolean(),
    StartedAt: z.string(),
    /** When it last ended; in the year 1 for one that never has. */
    FinishedAt: z.string(),
  }),
})

/**
 * Starts each TaskManager that has ended once more, and waits until the cluster has heard from all that were started again,
 * by this process or another one.
 *
 * @returns how those that this call has started had ended: `the container of taskmanager exited with 137`
 * @throws StreamassayError `WAIT_TIMED_OUT` when one is not heard from, `FLINK_REST_FAILED`; the error of the engine for a
 * container that was removed; the signal's reason
 */
export async function reviveTaskManagers(
  api: EngineApi,
  { taskmanager: names }: Pick<PartContainers, 'taskmanager'>,
  { flinkUrl, signal }: { readonly flinkUrl: string; readonly signal?: AbortSignal },
): Promise<readonly string[]> {
  const all = await Promise.all(names.map(async (name) => ({ name, ...(await stateOf(api, name)) })))
  const ended = all.filter(({ Running }) => !Running).map(({ name }) => name)
  const hows = await Promise.all(
    ended.map(async (name) => (await causeOfDeath(shortName(name), apiContainer(api, name))).message),
  )
  signal?.throwIfAborted()
  await Promise.all(ended.map((name) => api({ method: 'POST', path: `/containers/${name}/start` })))
  const again = all.filter(({ name, FinishedAt }) => ended.includes(name) || Date.parse(FinishedAt) > 0)
  if (again.length > 0) await untilHeard(api, again, { flinkUrl, ...(signal && { signal }) })
  return hows
}

/**
 * A restarted TaskManager registers within a second. Flink drops it again, with its jobs, when heartbeats to the old process
 * fail, as both have one id. It can be relied on once a heartbeat of its own has come.
 */
async function untilHeard(
  api: EngineApi,
  again: readonly { readonly name: string }[],
  { flinkUrl, signal }: { readonly flinkUrl: string; readonly signal?: AbortSignal },
): Promise<void> {
  const starts = await Promise.all(
    again.map(async ({ name }) => [shortName(name), Date.parse((await stateOf(api, name)).StartedAt)] as const),
  )
  await waitUntil(
    async (limit) => {
      const heartbeats = await readHeartbeats(flinkUrl, { signal: limit })
      const missing = starts.filter(([id, startedMs]) => (heartbeats.get(id) ?? 0) < startedMs).map(([id]) => id)
      return missing.length === 0 ? { found: true } : { seen: `no heartbeat of ${missing.join(', ')} since its start` }
    },
    {
      what: `a heartbeat of each restarted TaskManager at ${flinkUrl}`,
      timeoutMs: readyTimeoutMs,
      intervalMs: 100,
      remedy: 'Run "npx streamassay down" and "npx streamassay up".',
      ...(signal && { signal }),
    },
  )
}

/** True if every container runs. */
export async function allRun(api: EngineApi, containers: PartContainers): Promise<boolean> {
  const states = stackParts.flatMap((part) => containers[part]).map((name) => stateOf(api, name))
  return (await Promise.all(states)).every(({ Running }) => Running)
}

async function stateOf(api: EngineApi, name: string): Promise<z.output<typeof inspectAnswer>['State']> {
  const answer = await api({ method: 'GET', path: `/containers/${name}/json` })
  return inspectAnswer.parse(JSON.parse(answer.toString())).State
}
