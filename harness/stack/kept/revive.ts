/** Brings back the TaskManagers of a kept stack that have ended: the rest of it goes on, and many runs share it. */
import { readTaskManagerPaths } from '../../flink/endpoints.ts'
import { waitUntil } from '../../wait-until.ts'
import { apiContainer } from '../engine/api-container.ts'
import type { EngineApi } from '../engine/engine-api.ts'
import { causeOfDeath } from '../liveness.ts'
import { type PartContainers, shortName, stackParts } from '../parts.ts'

const readyTimeoutMs = 30_000

/**
 * Starts each TaskManager that has ended once more, and waits until the cluster has it.
 *
 * @returns how each of them had ended: `the container of taskmanager exited with 137`
 * @throws StreamassayError `WAIT_TIMED_OUT` when one does not register, `FLINK_REST_FAILED`; the error of the engine for a
 * container that was removed; the signal's reason
 */
export async function reviveTaskManagers(
  api: EngineApi,
  { taskmanager: names }: Pick<PartContainers, 'taskmanager'>,
  { flinkUrl, signal }: { readonly flinkUrl: string; readonly signal?: AbortSignal },
): Promise<readonly string[]> {
  const all = await Promise.all(names.map(async (name) => [name, await howEnded(api, name)] as const))
  const ended = all.filter(([, how]) => how !== null)
  if (ended.length === 0) return []
  const before = new Set(await readTaskManagerPaths(flinkUrl, { ...(signal && { signal }) }))
  signal?.throwIfAborted()
  await Promise.all(ended.map(([name]) => api({ method: 'POST', path: `/containers/${name}/start` })))
  await waitUntil(
    async (limit) => {
      const fresh = (await readTaskManagerPaths(flinkUrl, { signal: limit })).filter((path) => !before.has(path))
      return fresh.length >= ended.length ? { found: true } : { seen: `${fresh.length} of ${ended.length}` }
    },
    {
      what: `the restarted TaskManagers to register at ${flinkUrl}`,
      timeoutMs: readyTimeoutMs,
      intervalMs: 100,
      remedy: 'Run "npx streamassay down" and "npx streamassay up".',
      ...(signal && { signal }),
    },
  )
  return ended.flatMap(([, how]) => how ?? [])
}

/** True if every container runs. */
export async function allRun(api: EngineApi, containers: PartContainers): Promise<boolean> {
  const states = stackParts.flatMap((part) => containers[part]).map((name) => apiContainer(api, name).inspect())
  return (await Promise.all(states)).every(({ State }) => State.Running)
}

/** How the container ended; null while it runs. */
async function howEnded(api: EngineApi, name: string): Promise<string | null> {
  const container = apiContainer(api, name)
  const { State } = await container.inspect()
  return State.Running ? null : (await causeOfDeath(shortName(name), container)).message
}
