/** Keeps published ports off the network: testcontainers publishes on every interface, we on the loopback one. */
import type { HostConfig } from 'dockerode'

/**
 * Binds every published port of a container that is about to be created to 127.0.0.1.
 *
 * A remote engine's loopback could not be reached from here: there the ports stay as they are.
 */
export function publishOnLoopback(hostConfig: HostConfig, engineHost: string): void {
  if (!['localhost', '127.0.0.1', '::1'].includes(engineHost)) return
  const bindings = (hostConfig.PortBindings ?? {}) as Record<string, { HostIp?: string }[]>
  for (const binding of Object.values(bindings).flat()) binding.HostIp = '127.0.0.1'
}
