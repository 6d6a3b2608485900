/** Keeps published ports off the network: testcontainers publishes on every interface, we on the loopback one. */
import { isIP } from 'node:net'

import type { HostConfig } from 'dockerode'

import { environment } from '../environment.ts'
import { StreamassayError } from '../errors.ts'

const loopback = '127.0.0.1'
const everyInterface = 'all'

/** True if the ports that the engine publishes are reached on this machine's own loopback. */
export const isOnLoopback = (engineHost: string): boolean => ['localhost', loopback, '::1'].includes(engineHost)

/**
 * Binds every published port of a container that is about to be created: to 127.0.0.1 where that is reached from here, else
 * to the address that the user has chosen in STREAMASSAY_PUBLISH_ON.
 *
 * @throws StreamassayError `PORTS_REFUSED` if the engine is elsewhere and nothing was chosen; `OPTION_INVALID`
 */
export function publishPorts(hostConfig: HostConfig, engineHost: string): void {
  const bindings = (hostConfig.PortBindings ?? {}) as Record<string, { HostIp?: string }[]>
  const published = Object.values(bindings).flat()
  if (published.length === 0) return
  const address = publishAddress(engineHost)
  if (address !== everyInterface) for (const binding of published) binding.HostIp = address
}

/** Where ports are published on an engine that is reached at a host: an IP address, or `all`. @throws as `publishPorts` */
export function publishAddress(engineHost: string): string {
  if (isOnLoopback(engineHost)) return loopback
  const chosen = environment.publishOn()
  if (chosen === undefined) {
    throw new StreamassayError(
      'PORTS_REFUSED',
      `the container engine is at ${engineHost} and not on this machine's loopback: every machine that reaches that address could use the ports of a stack, and Flink's REST interface runs any code that it receives`,
      { remedy: publishRemedy(engineHost) },
    )
  }
  if (chosen === everyInterface || isIP(chosen) > 0) return chosen
  throw new StreamassayError('OPTION_INVALID', `ports cannot be published on "${chosen}"`, {
    remedy: `Set STREAMASSAY_PUBLISH_ON to an IP address of the engine's machine, or to "${everyInterface}".`,
  })
}

/** How a user opts in; an engine outside of this container is named by the bridge's gateway, which only containers reach. */
export const publishRemedy = (engineHost: string): string => {
  const address = isIP(engineHost) > 0 ? engineHost : 'an IP address of its machine that only you can reach'
  return `Set STREAMASSAY_PUBLISH_ON to ${address}, or to "${everyInterface}" for every interface, if nobody else can reach these ports. Or use an engine on this machine (DOCKER_HOST).`
}
