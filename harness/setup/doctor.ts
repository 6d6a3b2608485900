/** `streamassay doctor`: looks at everything that a stack depends on, changes nothing, and names a remedy for each fault. */
import { statfs } from 'node:fs/promises'

import { environment } from '../environment.ts'
import { messageOf, remedyOf } from '../errors.ts'
import { keptLabel } from '../stack/cleanup/labels.ts'
import { readLeases } from '../stack/cleanup/lease.ts'
import { findLeftovers } from '../stack/cleanup/leftovers.ts'
import { ownerStates } from '../stack/cleanup/owners.ts'
import { apiOf } from '../stack/engine/engine-api.ts'
import { isKeptWell, keptStacks } from '../stack/kept/kept-stack.ts'
import { within } from '../stack/start-failure.ts'
import { findEngine } from './engine/engine.ts'
import type { Engine } from './engine/engine.ts'
import { planEngine } from './engine/engine-plan.ts'
import { surroundings } from './engine/engine-surroundings.ts'
import {
  judgeDisk,
  judgeEngine,
  judgeImage,
  judgeKept,
  judgeLeftovers,
  judgeMemory,
  judgePorts,
  ok,
  problem,
} from './health.ts'
import type { HealthCheck } from './health.ts'
import { findImage } from './image/image-build.ts'
import { imagesOfStack, stackImages } from './image/image-recipe.ts'
import { findOldImages } from './image/old-images.ts'
import { checkVersions, describeVersions, kafkaVersions } from './image/versions.ts'

/** For an engine that answers, and hangs as soon as it is asked for more. */
const checkTimeoutMs = 15_000

/** Every check, in the order in which faults are best mended. Never throws: a check that fails is a problem found. */
export async function doctor(): Promise<HealthCheck[]> {
  const checks = [await attempt('versions', versions)]
  const sight = await findEngine()
  if (!('engine' in sight)) {
    return [
      ...checks,
      await attempt('engine', engineAbsence),
      await attempt('disk', () => disk(process.cwd(), false)),
    ].flat()
  }
  const { engine } = sight
  const images = await attempt('images', () => imageChecks(engine))
  const hasImages = images.every(({ state }) => state === 'ok')
  return [
    ...checks,
    [judgeEngine(engine.version, engine.host, engine.architecture)],
    images,
    await attempt('ports', () => ports(engine)),
    await attempt('memory', async () => [judgeMemory(engine.memoryBytes, engine.cpus)]),
    await attempt('disk', () => disks(engine, hasImages)),
    await attempt('kept stack', () => keptOnes(engine)),
    await attempt('leftovers', () => leftovers(engine)),
  ].flat()
}

async function attempt(name: string, look: () => Promise<HealthCheck[]>): Promise<HealthCheck[]> {
  try {
    return await within(checkTimeoutMs, look())
  } catch (error) {
    const remedy = remedyOf(error) ?? 'Read the log of the engine.'
    return [problem(name, messageOf(error), remedy)]
  }
}

async function versions(): Promise<HealthCheck[]> {
  return [
    ok('versions', `Node ${process.versions.node}, ${describeVersions(checkVersions())}, Kafka ${kafkaVersions.kafka}`),
  ]
}

async function engineAbsence(): Promise<HealthCheck[]> {
  const plan = planEngine(await surroundings())
  return plan.action === 'stop'
    ? [problem('engine', plan.message, plan.remedy)]
    : [
        problem(
          'engine',
          'no container engine answers',
          `Run "npx streamassay setup": on this system it can ${plan.action} one.`,
        ),
      ]
}

async function imageChecks(engine: Engine): Promise<HealthCheck[]> {
  const references = await stackImages()
  return Promise.all(
    imagesOfStack.map(async (name) => {
      const reference = references[name]
      const image = await findImage(engine, reference)
      const isForeign = name === 'kafka' && environment.kafkaImage() !== undefined
      return isForeign && !image
        ? ok('kafka image', `${reference}, pulled when needed`)
        : judgeImage(name, reference, image?.sizeBytes)
    }),
  )
}

async function ports(engine: Engine): Promise<HealthCheck[]> {
  const info = (await engine.dockerode.info()) as { IPv4Forwarding?: boolean }
  return [judgePorts(engine.host, info.IPv4Forwarding !== false, environment.publishOn())]
}

async function disks(engine: Engine, hasImages: boolean): Promise<HealthCheck[]> {
  const { DockerRootDir: root } = (await engine.dockerode.info()) as { DockerRootDir?: string }
  const own = await disk(process.cwd(), true)
  // The folder of an engine on another machine, or in a virtual one, is not to be seen from here.
  const theirs = root === undefined ? undefined : await statfs(root).catch(() => undefined)
  if (root === undefined || theirs === undefined) return own
  return [...own, judgeDisk('the engine', root, theirs.bavail * theirs.bsize, hasImages)]
}

async function disk(folder: string, hasImages: boolean): Promise<HealthCheck[]> {
  const { bavail, bsize } = await statfs(folder)
  return [judgeDisk('this folder', folder, bavail * bsize, hasImages)]
}

async function keptOnes(engine: Engine): Promise<HealthCheck[]> {
  const { Volumes: volumes } = await engine.dockerode.listVolumes({ filters: { label: [keptLabel] } })
  const kept = keptStacks(volumes ?? [])
  const stateOf = await ownerStates(
    kept.map(({ owner }) => owner),
    () => readLeases(apiOf(engine.dockerode)),
  )
  return kept.filter((one) => isKeptWell(one, stateOf(one.owner))).map((one) => judgeKept(one, Date.now()))
}

async function leftovers(engine: Engine): Promise<HealthCheck[]> {
  const [left, old] = await Promise.all([findLeftovers(engine.dockerode), findOldImages(engine)])
  return [
    judgeLeftovers(
      left.filter(({ inUse }) => !inUse).map(({ stackId }) => stackId),
      old,
    ),
  ]
}
