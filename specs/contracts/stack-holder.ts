/** A program for the specs: opens a stack, says so, and holds it until it is killed, or told by SIGUSR2 to fail. */
import { setTimeout as pause } from 'node:timers/promises'

import { openStack } from 'streamassay'

await using stack = await openStack()
process.on('SIGUSR2', () => {
  throw new Error('nobody catches this')
})
process.stdout.write(`${stack.id}\n`)
await pause(120_000)
