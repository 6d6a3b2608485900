/** The kept stack of the vitest worker that this is. */
import { inject } from 'vitest'

import { environment } from '../../harness/environment.ts'
import { connectApi } from '../../harness/stack/engine/engine-api.ts'
import type { KeptStack } from '../../harness/stack/kept/kept-stack.ts'
import { findKept } from '../../harness/stack/kept/kept-volumes.ts'

/** The name that it is kept under; undefined past the last worker with a stack: a file there has to start what it needs. */
export function nameOfWorker(): string | undefined {
  // The specs of the night have no such stacks.
  const names = inject('workerStacks') as readonly string[] | undefined
  return names?.[(environment.vitestWorker() ?? 0) - 1]
}

/** The stack of a worker, by its name. @throws Error if it is gone */
export async function stackOfWorker(name: string): Promise<KeptStack> {
  const [kept] = await findKept(await connectApi(), name)
  if (kept === undefined) throw new Error(`the stack of this worker, kept as ${name}, is gone`)
  return kept
}
