/** What a figure of this machine means for running stacks on it; pure, so that every threshold can be tried. */

import type { KeptStack } from '../stack/kept/kept-stack.ts'
import { isOnLoopback, publishRemedy } from '../stack/loopback.ts'
import { isTried } from './engine/architecture.ts'
import { timeOfDay } from '../stack/kept/lifetime.ts'

/** One line of `streamassay doctor`. */
export interface HealthCheck {
  readonly name: string
  /** `warning` may work, `problem` will not. */
  readonly state: 'ok' | 'warning' | 'problem'
  readonly found: string
  /** What to do, for a warning or a problem. */
  readonly remedy: string | null
}

const gib = 2 ** 30

/** Whether the images have been tried on the machine that the containers run on. */
export function judgeEngine(version: string, host: string, architecture: string): HealthCheck {
  const found = `${version} at ${host}, ${architecture}`
  return isTried(architecture)
    ? ok('engine', found)
    : warning('engine', found, 'The images are tested on x86-64 only. Set DOCKER_HOST to an x86-64 engine.')
}

/** Memory of the machine that the containers run on. A stack was measured to use 0.8 GB, and may use 4.5 GB. */
export function judgeMemory(totalBytes: number, cpus: number): HealthCheck {
  const found = `${inGib(totalBytes)} GiB of memory and ${cpus} CPUs for containers`
  if (totalBytes < 1.5 * gib) return problem('memory', found, 'Give the engine at least 4 GiB of memory.')
  if (totalBytes < 4 * gib || cpus < 2) {
    return warning(
      'memory',
      found,
      'Give the engine 4 GiB of memory and 2 CPUs; with less, starts are slow and containers may be killed.',
    )
  }
  return ok('memory', found)
}

/** Free space where `what` is kept; building the images takes 5 GiB with all stages, running them 1 GiB. */
export function judgeDisk(what: string, path: string, freeBytes: number, hasImages: boolean): HealthCheck {
  const found = `${inGib(freeBytes)} GiB free for ${what} (${path})`
  const neededGib = hasImages ? 1 : 5
  if (freeBytes < gib / 4) return problem('disk', found, `Free at least ${neededGib} GiB at ${path}.`)
  if (freeBytes < neededGib * gib) {
    return warning('disk', found, `Free ${neededGib} GiB at ${path}; "docker image prune" removes unused images.`)
  }
  return ok('disk', found)
}

/** Whether ports that the engine publishes can be reached; `publishOn` as in STREAMASSAY_PUBLISH_ON. */
export function judgePorts(host: string, isForwarding: boolean, publishOn?: string): HealthCheck {
  if (!isForwarding) {
    return problem(
      'ports',
      'the engine does not forward packets to containers',
      'Run "sysctl net.ipv4.ip_forward=1" on the machine of the engine.',
    )
  }
  if (isOnLoopback(host)) return ok('ports', 'published on 127.0.0.1 only')
  if (publishOn === undefined) {
    return problem('ports', `not published: the engine at ${host} is not on this machine`, publishRemedy(host))
  }
  return warning(
    'ports',
    `published by the engine at ${host} on ${publishOn === 'all' ? 'every interface' : publishOn}`,
    `Check that this machine, and no other, can reach ports of ${host}.`,
  )
}

/** What earlier runs have left, and images that nothing uses any more. */
export function judgeLeftovers(
  stackIds: readonly string[],
  oldImages: readonly { readonly sizeBytes: number }[],
): HealthCheck {
  const stacks = new Set(stackIds).size
  const images = oldImages.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const found = [
    ...(stacks > 0 ? [`containers or networks of ${stacks} stack${stacks > 1 ? 's' : ''}`] : []),
    ...(oldImages.length > 0 ? [`${oldImages.length} old images of up to ${inGib(images)} GiB`] : []),
  ].join(', ')
  return found === '' ? ok('leftovers', 'none') : warning('leftovers', found, 'Run "npx streamassay clean".')
}

/** A stack that `up` keeps: how old it is, when it ends, where it is. */
export function judgeKept(
  kept: Pick<KeptStack, 'id' | 'startedMs' | 'untilMs' | 'flinkUrl'>,
  nowMs: number,
): HealthCheck {
  const age = `${kept.id}, started ${inMinutes(nowMs - kept.startedMs)} ago`
  const end = `removed at ${timeOfDay(kept.untilMs, nowMs)}, in ${inMinutes(kept.untilMs - nowMs)}`
  return ok('kept stack', `${age}, ${end}; ${kept.flinkUrl}`)
}

/** Whether the image that a stack needs is there. */
export function judgeImage(name: string, reference: string, sizeBytes: number | undefined): HealthCheck {
  return sizeBytes === undefined
    ? warning(`${name} image`, `${reference} is missing`, 'Run "npx streamassay setup"; every run does so as well.')
    : ok(`${name} image`, `${reference}, ${Math.round(sizeBytes / 1e6)} MB`)
}

export const ok = (name: string, found: string): HealthCheck => ({ name, state: 'ok', found, remedy: null })

export const problem = (name: string, found: string, remedy: string): HealthCheck => ({
  name,
  state: 'problem',
  found,
  remedy,
})

const warning = (name: string, found: string, remedy: string): HealthCheck => ({
  name,
  state: 'warning',
  found,
  remedy,
})

const inGib = (bytes: number): string => (bytes / gib).toFixed(1)

const inMinutes = (durationMs: number): string => `${Math.max(0, Math.round(durationMs / 60_000))} min`
