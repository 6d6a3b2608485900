/** The watcher's own program: waits for its pipe to close, then removes one stack by its label. */
import { setTimeout as pause } from 'node:timers/promises'

import { findLeftovers, removeLeftovers } from './leftovers.ts'
import { dismissal } from './watcher.ts'

// A container whose creation was on its way when the parent was killed appears a moment later: the stack counts as removed
// when nothing of it has been seen for a while.
const quietMs = 4_000
const giveUpMs = 10 * 60_000

const stackId = process.argv[2]
if (stackId === undefined || stackId === '') throw new Error('usage: watcher-main.ts STACK-ID')

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.stdout.on('error', () => undefined)
process.stdout.write('watching\n')

let heard = ''
for await (const chunk of process.stdin.setEncoding('utf8')) heard += chunk
if (heard !== dismissal) await removeUntilQuiet(stackId)

async function removeUntilQuiet(id: string): Promise<void> {
  const deadlineMs = Date.now() + giveUpMs
  let lastSeenMs = Date.now()
  while (Date.now() < deadlineMs) {
    const found = await removeOnce(id)
    if (found) lastSeenMs = Date.now()
    else if (Date.now() - lastSeenMs >= quietMs) return
    await pause(500)
  }
}

/** True when there was something to remove, or when the engine could not be asked and must be asked again. */
async function removeOnce(id: string): Promise<boolean> {
  try {
    // Loaded only now: for most of its life the watcher is a small process that waits.
    const { connectEngine } = await import('../engine/engine.ts')
    const engine = await connectEngine()
    const leftovers = await findLeftovers(engine, id)
    await removeLeftovers(engine, leftovers)
    return leftovers.length > 0
  } catch {
    return true
  }
}
