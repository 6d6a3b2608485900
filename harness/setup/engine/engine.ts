/** The container engine: the one that testcontainers finds, else Debian's own, installed and started by us. */
import { getContainerRuntimeClient } from 'testcontainers'
import type { ContainerRuntimeClient } from 'testcontainers'

import { environment } from '../../environment.ts'
import { StreamassayError, messageOf } from '../../errors.ts'
import { untilAborted } from '../../wait-until.ts'
import { installPackages } from './apt.ts'
import { preferLoopback } from './engine-bridge.ts'
import { followContext } from './engine-context.ts'
import { planEngine } from './engine-plan.ts'
import { startEngine } from './engine-start.ts'
import { surroundings } from './engine-surroundings.ts'
import type { Progress } from '../progress.ts'

const answerTimeoutMs = 10_000

/** An engine that answers. */
export interface Engine {
  readonly dockerode: ContainerRuntimeClient['container']['dockerode']
  /** Its own version: `20.10.24+dfsg1`. */
  readonly version: string
  /** The name under which ports that it publishes are reached from here. */
  readonly host: string
  /** Of the machine that its containers run on, in its own word: `x86_64`, `aarch64`. */
  readonly architecture: string
  readonly cpus: number
  readonly memoryBytes: number
}

/** Whether an engine answers, and if not, what testcontainers said. */
export type EngineSight = { readonly engine: Engine } | { readonly absence: string }

/** Looks for the engine that testcontainers finds; a second look in the same process sees what has changed since. */
export async function findEngine(): Promise<EngineSight> {
  await followContext()
  preferLoopback()
  try {
    return { engine: await untilAborted(askEngine(), AbortSignal.timeout(answerTimeoutMs)) }
  } catch (error) {
    return { absence: messageOf(error) }
  }
}

async function askEngine(): Promise<Engine> {
  const client = await getContainerRuntimeClient()
  const { dockerode } = client.container
  refuseAnother(dockerode.modem as { readonly socketPath?: string })
  // testcontainers keeps a client once found, also that of an engine that has ended since.
  await dockerode.ping()
  const { serverVersion, host, architecture, cpus, memory } = client.info.containerRuntime
  return { dockerode, version: String(serverVersion), host, architecture, cpus, memoryBytes: memory }
}

/** Where nobody answers at DOCKER_HOST's socket testcontainers goes on to the local one, which is not what was asked for. */
function refuseAnother({ socketPath }: { readonly socketPath?: string }): void {
  const wanted = environment.engineHost()
  if (socketPath === undefined || !wanted?.startsWith('unix:') || wanted === `unix://${socketPath}`) return
  throw new Error(`no engine answers at DOCKER_HOST=${wanted}, and the engine at ${socketPath} is another one`)
}

/** What {@link ensureEngine} came to. */
export interface EnsuredEngine {
  readonly engine: Engine
  readonly changed: boolean
}

export interface EnsureEngineOptions {
  readonly progress: Progress
  readonly signal?: AbortSignal | undefined
  /** Packages that are installed with the engine, if it must be installed; the engine does without them. */
  readonly alsoInstalled?: readonly string[]
}

/**
 * The engine that answers; where none does and we are root on Debian or Ubuntu, it is installed if need be and started.
 *
 * @param progress hears what is about to be installed or started before it is
 * @throws StreamassayError `ENGINE_MISSING` with the remedy for this machine, `SETUP_FAILED` when installing fails
 */
export async function ensureEngine(options: EnsureEngineOptions): Promise<EnsuredEngine> {
  const { progress } = options
  const sight = await findEngine()
  if ('engine' in sight) return { engine: sight.engine, changed: false }
  const plan = planEngine(await surroundings())
  if (plan.action === 'stop') {
    throw new StreamassayError('ENGINE_MISSING', plan.message, { remedy: plan.remedy, details: [sight.absence] })
  }
  if (plan.action === 'install and start') {
    await installEngine(options)
  }
  progress('starting the container engine')
  return { engine: await startEngine({ way: plan.way, look: findEngine, ...options }), changed: true }
}

/** Installs the engine's packages and the others in one call; the engine's alone if that call fails. */
async function installEngine({ alsoInstalled = [], ...options }: EnsureEngineOptions): Promise<void> {
  const install = async (packages: readonly string[]): Promise<void> => {
    options.progress(`no container engine answers: installing ${packages.join(', ')} with apt-get`)
    await installPackages(packages, options)
  }
  const needed = ['docker.io', 'iptables']
  try {
    await install([...needed, ...alsoInstalled])
  } catch (error) {
    if (options.signal?.aborted || alsoInstalled.length === 0) throw error
    options.progress(`installing without ${alsoInstalled.join(', ')}: ${messageOf(error)}`)
    await install(needed)
  }
}
