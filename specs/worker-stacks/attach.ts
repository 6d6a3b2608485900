/** Gives a spec file the kept stack of its worker, and checks that the file leaves no job and no topic there. */
import { afterAll, beforeAll, vi } from 'vitest'

import type { KeptStack } from '../../harness/stack/kept/kept-stack.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import { leftOn } from './left-on.ts'
import { nameOfWorker, stackOfWorker } from './of-worker.ts'

const limitMs = 30_000
const name = nameOfWorker()

// Past the last worker with a stack, a file starts its own, or uses the one that its developer keeps.
if (name !== undefined) {
  vi.stubEnv('STREAMASSAY_KEPT_NAME', name)

  let stack: KeptStack
  let before: ReadonlySet<string>

  beforeAll(async () => {
    stack = await stackOfWorker(name)
    // A file is not to blame for what another one has left.
    before = new Set(await leftOn(stack, AbortSignal.timeout(limitMs)))
  })

  afterAll(async () => {
    await waitUntil(
      async (signal) => {
        const left = (await leftOn(stack, signal)).filter((trace) => !before.has(trace))
        return left.length === 0 ? { found: true } : { seen: left.join(', ') }
      },
      {
        what: 'all jobs and topics of this file to be gone from the stack that the files after it use',
        timeoutMs: limitMs,
        remedy: 'End the jobs and delete the topics in the spec, or set STREAMASSAY_OWN_STACK=1 for the file.',
      },
    )
  })
}
