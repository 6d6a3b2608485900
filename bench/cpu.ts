/** The CPU seconds of containers, as the engine reads them from their cgroups, whichever version of those it has. */
import { setTimeout as pause } from 'node:timers/promises'

import { connectEngine } from '../harness/stack/engine/engine.ts'
import type { Sample } from './figure.ts'
import { timed } from './ground.ts'

const lookMs = 250
const secondsPerNanosecond = 1e-9

/** True for the labels of a container that is wanted. */
type Choice = (labels: Readonly<Record<string, string>>) => boolean

/** What each running container with a label (`name=value`, or `name`) has used since it was started, by the container's id. */
async function usageOf(label: string, isWanted: Choice = () => true): Promise<Map<string, number>> {
  const engine = await connectEngine()
  const listed = await engine.listContainers({ filters: { label: [label] } })
  const containers = listed.filter(({ Labels }) => isWanted(Labels))
  const used = await Promise.all(
    containers.map(async ({ Id }) => {
      // One that is gone by now has nothing more to tell.
      const stats = await engine
        .getContainer(Id)
        .stats({ stream: false, 'one-shot': true })
        .catch(() => null)
      return [Id, stats?.cpu_stats?.cpu_usage?.total_usage] as const
    }),
  )
  return new Map(used.flatMap(([id, nanoseconds]) => (nanoseconds ? [[id, nanoseconds * secondsPerNanosecond]] : [])))
}

/** What all running containers with a label have used since they were started. */
export const cpuSecondsOf = async (label: string): Promise<number> => sum(await usageOf(label))

/** Measures how long `work` takes on containers that run already, and what they use meanwhile. */
export async function timedOn(label: string, work: () => Promise<unknown>): Promise<Sample> {
  const before = await cpuSecondsOf(label)
  const { seconds } = await timed(work)
  return { value: seconds, cpuSeconds: (await cpuSecondsOf(label)) - before }
}

/** Looks again and again at containers that come and go with a command. */
export interface CpuWatch extends AsyncDisposable {
  /** What all of them have used, up to a quarter of a second ago. */
  readonly seconds: () => number
}

/** Watches containers with a label, of several those that are wanted, until it is disposed of. */
export function watchCpu(label: string, isWanted?: Choice): CpuWatch {
  const latest = new Map<string, number>()
  const ended = new AbortController()
  const watching = (async () => {
    while (!ended.signal.aborted) {
      for (const [id, seconds] of await usageOf(label, isWanted)) latest.set(id, seconds)
      await pause(lookMs, undefined, { signal: ended.signal }).catch(() => undefined)
    }
  })()
  // Told when the watch ends; nobody listens before.
  watching.catch(() => undefined)
  return {
    seconds: () => sum(latest),
    async [Symbol.asyncDispose]() {
      ended.abort()
      await watching
    },
  }
}

const sum = (used: ReadonlyMap<string, number>): number => [...used.values()].reduce((total, one) => total + one, 0)
