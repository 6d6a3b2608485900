/** Ports of this machine for who has to name them beforehand. */
import { once } from 'node:events'
import { createServer } from 'node:net'

// Below those that the kernel and the engine hand out by themselves: what is free now stays so.
const [first, last] = [20_000, 30_000]

/** Ports at which nobody listens; another process begins to look at another place. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found: number[] = []
  const begin = (process.pid * 16) % (last - first)
  for (let step = 0; step < last - first && found.length < count; step += 1) {
    const port = first + ((begin + step) % (last - first))
    if (await isFree(port)) found.push(port)
  }
  if (found.length < count) throw new Error(`there are no ${count} free ports from ${first} to ${last}`)
  return found
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  const listening = once(server, 'listening').then(
    () => true,
    () => false,
  )
  server.listen(port, '127.0.0.1')
  const isListening = await listening
  if (isListening) await new Promise((resolve) => server.close(resolve))
  return isListening
}
