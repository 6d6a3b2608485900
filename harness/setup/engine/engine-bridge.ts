/** Whether the engine's own bridge is one of this machine's interfaces: then what it publishes is reached on the loopback. */
import { readdirSync } from 'node:fs'

import { environment } from '../../environment.ts'

/** The bridges that engines make where they run: Docker's, and Podman's older and newer one. */
const bridges = ['docker0', 'cni-podman0', 'podman0']

/**
 * Tells testcontainers to reach published ports at 127.0.0.1 when the engine runs beside us.
 *
 * Where there is a `/.dockerenv`, testcontainers takes it that the engine is outside of our container and goes by the
 * bridge's gateway; ports would then have to be published on more than the loopback. But a machine can have that file and
 * an engine of its own. The environment's own word, and an engine at another address, are left alone.
 */
export function preferLoopback(interfaces: readonly string[] = networkInterfaces()): void {
  const address = environment.engineHost()
  const isElsewhere = address !== undefined && !address.startsWith('unix:')
  if (isElsewhere || environment.containerHost() !== undefined) return
  if (bridges.some((bridge) => interfaces.includes(bridge))) environment.useContainerHost('127.0.0.1')
}

/** By the kernel's own list: os.networkInterfaces() leaves out a bridge that no container is attached to. */
function networkInterfaces(): string[] {
  try {
    return readdirSync('/sys/class/net')
  } catch {
    return []
  }
}
