/** The engine at an address on the network: a forwarder to its socket, for specs of engines that are elsewhere or get lost. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

import { connectEngine } from '../../harness/stack/engine/engine.ts'

/** The engine by an address of its own, which can be lost: other specs need the engine itself. */
export interface Passage extends Disposable {
  readonly address: string
  /** Cuts every connection and takes no more. */
  lose(): void
  /** Takes connections again, at the same address. */
  restore(): Promise<void>
}

/** Opens one at a port of `host`, an address of this machine. */
export async function passage(host = '127.0.0.1'): Promise<Passage> {
  const { socketPath } = (await connectEngine()).modem as unknown as { readonly socketPath: string }
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (from) => {
    const to = connect({ path: socketPath, allowHalfOpen: true })
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy()).on('close', () => open.delete(one))
    }
  })
  const listening = async (port: number): Promise<number> => {
    server.listen(port, host)
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const lose = (): void => {
    server.close()
    for (const socket of open) socket.destroy()
  }
  const port = await listening(0)
  return {
    address: `tcp://${host}:${port}`,
    lose,
    restore: async () => void (await listening(port)),
    [Symbol.dispose]: lose,
  }
}
