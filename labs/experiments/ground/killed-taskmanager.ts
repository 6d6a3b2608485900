/** A TaskManager that is killed while a job runs on it, and comes back: what a cluster does to a job on a bad day. */
import type { Stack } from 'streamassay'

import type { Report } from '../../../harness/progress.ts'
import { connectEngine } from '../../../harness/stack/engine/engine.ts'
import { containerName } from '../../../harness/stack/parts.ts'
import { waitUntil } from '../../../harness/wait-until.ts'

export interface Killing {
  /** The same stack, for a run that is to live through the death of its TaskManager, which is not held against it. */
  readonly stack: Stack
  /** To be told of each step of the run. */
  readonly report: Report
  /** When the TaskManager has been killed and started again. @throws what kept it from that */
  done(): Promise<KilledAt>
}

export interface KilledAt {
  /** Records that the output topic held when the TaskManager was killed, of transactions that are still open as well. */
  readonly records: number
}

const limits = { momentMs: 180_000, recordsMs: 5_000 }

/**
 * Kills the TaskManager of a stack (SIGKILL) as soon as the output topic of a run holds so many records, committed or not, and
 * starts its container again at once.
 */
export function killTaskManager(stack: Stack, afterRecords: number, signal: AbortSignal): Killing {
  const killed = Promise.withResolvers<KilledAt>()
  // It is told to whoever asks for it.
  killed.promise.catch(() => undefined)
  const kill = async (topic: string): Promise<KilledAt> => {
    const records = await waitUntil(
      async (limit) => {
        const held = Number(await stack.kafka.recordsIn(topic, { timeoutMs: limits.recordsMs, signal: limit }))
        return held >= afterRecords ? { found: held } : { seen: `${held} records in ${topic}` }
      },
      {
        what: `the moment to kill the TaskManager, ${afterRecords} records in its job's output`,
        timeoutMs: limits.momentMs,
        remedy: 'See in the evidence of the run what became of its job.',
        signal,
      },
    )
    const container = (await connectEngine()).getContainer(containerName(stack.id, 'taskmanager'))
    await container.kill()
    await container.wait()
    await container.start()
    return { records }
  }
  return {
    // Once this death has been seen no other one would be: the limits of the run are what ends it then.
    stack: { ...stack, dead: signal },
    report: (event) => {
      if (event.kind !== 'ended' || event.step !== 'topics') return
      const output = event.found.split(', ').at(-1) ?? ''
      kill(output).then(killed.resolve, killed.reject)
    },
    done: () => killed.promise,
  }
}
