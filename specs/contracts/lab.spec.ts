/**
 * The lab of a course, brought up both ways: by `lab up`, and by compose.yaml. For the second it needs `docker compose` or
 * `docker-compose`; as root on Debian or Ubuntu it installs the latter, elsewhere it fails and says what to install.
 */
import type { ContainerInspectInfo } from 'dockerode'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'

import { readJobsOverview } from '../../harness/flink/endpoints.ts'
import { nextSteps } from '../../harness/cli/lab/up.ts'
import { setUp } from '../../harness/setup/set-up.ts'
import { findLeftovers, removeLeftovers } from '../../harness/stack/cleanup/leftovers.ts'
import { mebibytesIn } from '../../harness/stack/engine/container-limits.ts'
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { stackParts } from '../../harness/stack/parts.ts'
import type { KeptStack } from '../../harness/stack/kept/kept-stack.ts'
import type { StackPart } from '../../harness/stack/stack.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import { owners } from '../unit/stack/cleanup/fake-engine.ts'
import { type Compose, findCompose } from './compose.ts'
import { freePorts } from './free-ports.ts'
import { command, keepUnder, keptNow, untilGone } from './kept.ts'

const project = `streamassay-spec-${process.pid}`
let web = 0
let broker = 0
beforeAll(async () => {
  await setUp()
  const [one = 0, other = 0] = await freePorts(2)
  web = one
  broker = other
  vi.stubEnv('STREAMASSAY_WEB_PORT', String(web))
  vi.stubEnv('STREAMASSAY_BROKER_PORT', String(broker))
}, 600_000)

/** Runs a command that must end well, and gives what it said. */
async function done(...args: readonly string[]): Promise<string> {
  const { exitCode, said } = await command(...args)
  if (exitCode !== 0) throw new Error(`streamassay ${args.join(' ')}: exit ${exitCode}: ${said}`)
  return said
}

const days = 'fixtures/seattle-weather.csv --types precipitation=double,temp_max=double,temp_min=double,wind=double'

/** Runs the steps that `lab up` prints, with a file and a job of this project. */
async function goThrough(): Promise<void> {
  for (const step of nextSteps('kafka:9092')) {
    const words = step
      .replace('npx streamassay ', '')
      .replace('FILE.csv', days)
      .replace('JOB.py', 'pyflink-jobs/weather/job.py')
      .split(' ')
    if (words[0] !== 'watch') await done(...words)
  }
  // Each step comes to the lab anew: none of them may take the job of another for one that was left behind.
  await done('topic', 'output')
  const jobs = await readJobsOverview(`http://127.0.0.1:${web}`)
  expect(jobs).toMatchObject([{ name: 'rainy-days', state: 'RUNNING' }])
  const seen = await done('watch', 'output', '--count', '506')
  expect(seen.split('\n').filter((line) => line.startsWith('{'))).toHaveLength(506)
}

const statusLines = (said: string): ReadonlyMap<string, string> =>
  new Map(said.split('\n').map((line) => [line.slice(0, 12).trim(), line.slice(13)]))

async function expectStatus(): Promise<void> {
  const told = statusLines(await done('lab', 'status'))
  expect(Object.fromEntries(told)).toMatchObject({
    kafka: expect.stringMatching(/^running \(Up /),
    jobmanager: expect.stringMatching(/^running \(Up /),
    taskmanager: expect.stringMatching(/^running \(Up .*, running \(Up /),
    broker: 'answers: 2 topics',
    cluster: 'answers: Flink 2.2.1, 2 TaskManagers, 7 of 8 slots free',
    job: expect.stringMatching(/^RUNNING for .* s: rainy-days, /),
    'Web UI': expect.stringContaining(`:${web}`),
    brokers: expect.stringContaining(`:${broker}; for jobs in the cluster: kafka:9092`),
  })
}

const healthy = /^running \(Up [^()]*\(healthy\)\)(, running \(Up [^()]*\(healthy\)\))*$/

/** Waits until the health checks of compose.yaml are content with all containers of these parts. */
async function untilHealthy(parts: readonly StackPart[]): Promise<void> {
  await waitUntil(
    async () => {
      const { said } = await command('lab', 'status')
      const told = statusLines(said)
      return parts.every((part) => healthy.test(told.get(part) ?? '')) ? { found: true } : { seen: said }
    },
    { what: `${parts.join(', ')} to be healthy`, timeoutMs: 60_000, remedy: 'See "docker-compose ps".' },
  )
}

/** What is left of it on the engine, as `container running` or `volume`. */
async function leftOf(stackId: string): Promise<string[]> {
  const found = await findLeftovers(await connectEngine(), stackId)
  return found.map(({ kind, state }) => (state === null ? kind : `${kind} ${state}`))
}

describe('by "lab up"', () => {
  let said = ''
  let kept: KeptStack | undefined
  beforeAll(async () => {
    said = await done('lab', 'up', '--taskmanagers', '2', '--lifetime', '10')
    kept = (await keptNow())[0]
  })
  afterAll(() => command('lab', 'down'))

  test('a port that is taken is told, with how to choose another, and nothing is left', async () => {
    const another = keepUnder(`spec-${process.pid}-another`)
    const refused = await another.command('lab', 'up', '--lifetime', '10')
    expect(refused).toMatchObject({ exitCode: 2, said: expect.stringContaining('a port is in use') })
    expect(refused.said).toContain('--web-port')
    expect(await another.keptNow()).toEqual([])
  })

  test('the containers of compose.yaml are the same: images, settings, limits, and ports on 127.0.0.1 alone', async () => {
    const [compose, engine] = [await findCompose(), await connectEngine()]
    composing(owners.alive)
    await compose('up', '--no-start')
    for (const part of stackParts) {
      const ours = shapeOf(await engine.getContainer(`streamassay-${kept?.id}-${part}`).inspect())
      expect(shapeOf(await inspectComposed(part))).toEqual(ours)
    }
  }, 600_000)

  test('a course is gone through, its state is told, and nothing of it is left', async () => {
    expect(said).toContain(`2 TaskManagers with 8 slots`)
    expect(said).toMatch(new RegExp(`^Web UI +http://(localhost|127\\.0\\.0\\.1):${web}$`, 'm'))
    await goThrough()
    await expectStatus()
    expect(await done('lab', 'down')).toBe(`removed the kept stack ${kept?.id}\n`)
    if (kept !== undefined) await untilGone(kept)
    expect(await command('lab', 'status')).toMatchObject({ exitCode: 2, said: expect.stringContaining('no lab') })
  })
})

describe('by compose.yaml', () => {
  let compose: Compose
  beforeAll(async () => {
    compose = await findCompose()
  }, 600_000)

  test('a course is gone through, its state is told, "lab down" leaves the topics alone', async () => {
    composing(owners.alive)
    await compose('up', '-d', '--scale', 'taskmanager=2')
    await untilHealthy(stackParts)
    await goThrough()
    await expectStatus()
    expect(await done('lab', 'down')).toContain(`removed the Docker Compose lab ${project}`)
    expect(await leftOf(project)).toEqual(['volume', 'volume'])
    await compose('up', '-d', 'jobmanager', 'kafka')
    await untilHealthy(['jobmanager', 'kafka'])
    expect(await done('topic', 'output', '--brokers', `127.0.0.1:${broker}`)).toContain('already exists')
    await compose('down', '--volumes')
    expect(await leftOf(project)).toEqual([])
  })

  test('what a spec that was killed has left of it is found by "clean"', async () => {
    composing(owners.gone)
    await compose('up', '--no-start')
    const clean = await done('clean', '--dry-run')
    for (const what of ['kafka', 'jobmanager', 'taskmanager', 'default', 'kafka-log', 'jobmanager-uploads'])
      expect(clean).toMatch(new RegExp(`^(container|network|volume) ${project}[-_]${what}`, 'm'))
  })
})

const isOwn = (setting: string): boolean =>
  /^(KAFKA_ADVERTISED_LISTENERS=|taskmanager\.(host|resource-id)=)/.test(setting)

/** Names the project and its owner; what there is of it goes with the spec. */
function composing(owner: string): void {
  vi.stubEnv('COMPOSE_PROJECT_NAME', project)
  vi.stubEnv('STREAMASSAY_LAB_OWNER', owner)
  onTestFinished(async () => {
    const engine = await connectEngine()
    await removeLeftovers(engine, await findLeftovers(engine, project))
  })
}

async function inspectComposed(service: string): Promise<ContainerInspectInfo> {
  const engine = await connectEngine()
  const label = [`com.docker.compose.project=${project}`, `com.docker.compose.service=${service}`]
  const [found] = await engine.listContainers({ all: true, filters: { label } })
  if (found === undefined) throw new Error(`compose has made no container of ${service}`)
  return engine.getContainer(found.Id).inspect()
}

/** By name: of one that is given twice the last counts. */
const settingsOf = (environment: readonly string[]): object =>
  Object.fromEntries(environment.map((setting) => /^([^=]*)=(.*)$/s.exec(setting)?.slice(1) ?? []))

/** All that makes a container what it is, but for what tells one stack from another. */
function shapeOf({ Config, HostConfig }: ContainerInspectInfo): object {
  // What a broker is started by is testcontainers' own script; it ends in the image's program.
  const isBroker = Config.Env.some((setting) => setting.startsWith('KAFKA_'))
  const words = (Config.Cmd ?? []).filter((word, at, all) => !isOwn(word) && !isOwn(all[at + 1] ?? ''))
  const bindings = HostConfig.PortBindings as Record<string, { HostIp?: string }[]> | null
  return {
    image: Config.Image,
    environment: settingsOf(Config.Env.filter((setting) => !isOwn(setting))),
    command: isBroker ? null : words,
    // What ours may hold in temporary folders is memory beside that; in compose.yaml these are on the disk.
    memoryBytes:
      (HostConfig.Memory ?? 0) -
      (HostConfig.Mounts ?? []).reduce((sum, mount) => sum + mebibytesIn(mount), 0) * 2 ** 20,
    limits: [HostConfig.PidsLimit, HostConfig.CapDrop, HostConfig.SecurityOpt, HostConfig.LogConfig],
    ports: Object.entries(bindings ?? {}).map(([port, bound]) => [port, bound.map(({ HostIp }) => HostIp)]),
  }
}
