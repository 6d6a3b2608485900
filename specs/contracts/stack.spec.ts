/** The promises of a stack: where it listens, what it says when it breaks, and that nothing of it is left behind. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

import { openStack } from 'streamassay'
import type { StreamassayError } from 'streamassay'
import { describe, expect, test } from 'streamassay/vitest'
import { vi } from 'vitest'

import { findLeftovers, type Leftover } from '../../harness/stack/cleanup/leftovers.ts'
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { unframed } from '../../harness/stack/logs.ts'
import { waitUntil } from '../../harness/wait-until.ts'

// A kept stack is another's, and has a volume as well: specs/contracts/kept-stack.spec.ts.
vi.stubEnv('STREAMASSAY_OWN_STACK', '1')

/** The local addresses, as the kernel writes them, on which somebody listens at a port. */
async function listeningAddresses(port: number): Promise<string[]> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8')))
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const listening = '0A'
  return tables
    .flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)))
    .filter(([, local, , state]) => state === listening && local?.endsWith(`:${hexPort}`))
    .map(([, local]) => (local ?? '').split(':')[0] ?? '')
}

/** The processes of this machine that have the stack's id in their command line: its watcher. */
async function watchersOf(stackId: string): Promise<string[]> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(processes.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return commands.filter((command) => command.includes(stackId))
}

const untilNothingIsLeft = async (stackId: string): Promise<unknown> => {
  const engine = await connectEngine()
  return waitUntil(
    async () => {
      const left = [...(await findLeftovers(engine, stackId)).map(({ name }) => name), ...(await watchersOf(stackId))]
      return left.length === 0 ? { found: true } : { seen: left.join(', ') }
    },
    { what: `nothing of stack ${stackId} to be left`, timeoutMs: 30_000, remedy: 'see the watcher' },
  )
}

/** The containers and the network of a stack. While its lease is renewed there are two of it for a moment. */
const partsOf = async (stackId: string): Promise<Leftover[]> =>
  (await findLeftovers(await connectEngine(), stackId)).filter(({ kind }) => kind !== 'volume')

describe('a running stack', () => {
  test('every port that it publishes listens on 127.0.0.1 and nowhere else', async ({ stack }) => {
    const engine = await connectEngine()
    const containers = (await findLeftovers(engine, stack.id)).filter(({ kind }) => kind === 'container')
    const inspected = await Promise.all(containers.map(({ id }) => engine.getContainer(id).inspect()))
    const bindings = inspected.flatMap(({ NetworkSettings }) =>
      Object.values(NetworkSettings.Ports).flatMap(
        (bound: { HostIp: string; HostPort: string }[] | null) => bound ?? [],
      ),
    )
    expect(bindings.map(({ HostIp }) => HostIp)).toEqual(['127.0.0.1', '127.0.0.1'])
    const addresses = await Promise.all(bindings.map(({ HostPort }) => listeningAddresses(Number(HostPort))))
    expect(addresses).toEqual([['0100007F'], ['0100007F']])
  })

  test('everything of it carries its label: three containers, a network and the lease of its owner', async ({
    stack,
  }) => {
    const left = await findLeftovers(await connectEngine(), stack.id)
    const found = left.map(({ kind, name, inUse }) => `${kind} ${name.replace(/lease-.*/, 'lease')} ${inUse}`)
    expect([...new Set(found)].toSorted()).toEqual([
      `container streamassay-${stack.id}-jobmanager true`,
      `container streamassay-${stack.id}-kafka true`,
      `container streamassay-${stack.id}-taskmanager true`,
      `network streamassay-${stack.id} true`,
      `volume streamassay-${stack.id}-lease true`,
    ])
  })

  test('its JobManager lets no page of another origin read an answer, and serves the Web UI', async ({ stack }) => {
    const asked = await fetch(`${stack.flinkUrl}/overview`, { headers: { origin: 'http://page.example' } })
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([200, ''])
    expect(await (await fetch(stack.flinkUrl)).text()).toContain('<title>Apache Flink Web Dashboard</title>')
  })

  test('its TaskManager knows its own name, and asks no JobManager for it', async ({ stack }) => {
    expect(await stack.log('taskmanager', new Date(0))).toContain(
      'Using configured hostname/address for TaskManager: taskmanager.',
    )
    expect(await stack.log('taskmanager', new Date(0))).not.toContain('LeaderRetrievalUtils')
  })

  test('each of its containers has all limits, and runs as somebody other than root', async ({ stack }) => {
    const engine = await connectEngine()
    const containers = (await findLeftovers(engine, stack.id)).filter(({ kind }) => kind === 'container')
    const inspected = await Promise.all(containers.map(({ id }) => engine.getContainer(id).inspect()))
    expect(inspected.map(({ Config }) => Config.User).toSorted()).toEqual(['flink', 'flink', 'kafka'])
    const cores = ((await engine.info()) as { NCPU: number }).NCPU
    expect(inspected.map(({ HostConfig }) => HostConfig)).toEqual(
      Array.from({ length: 3 }, () =>
        expect.objectContaining({
          NanoCpus: Math.min(2, cores) * 1e9,
          PidsLimit: 1024,
          LogConfig: { Type: 'json-file', Config: { 'max-size': '32m', 'max-file': '4' } },
          SecurityOpt: ['no-new-privileges'],
          CapDrop: ['ALL'],
          CapAdd: null,
        }),
      ),
    )
    expect(inspected.map(({ HostConfig }) => (HostConfig.Memory ?? 0) > 0)).toEqual([true, true, true])
    const folders = inspected.map(({ Mounts }) => Mounts.map(({ Destination }) => Destination))
    expect(folders).toEqual(Array.from({ length: 3 }, () => expect.arrayContaining(['/tmp', '/var/tmp'])))
  })

  test('py-spy reads a process of its TaskManager, and root can write there, without any capability', async ({
    stack,
  }) => {
    const dumps = await Promise.all(Array.from({ length: 4 }, () => stack.pythonStacks()))
    for (const stacks of dumps) {
      expect(stacks).toContain('warm_server.py')
      expect(stacks).not.toContain('Failed to suspend process')
    }
    const execution = await (await connectEngine()).getContainer(`streamassay-${stack.id}-taskmanager`).exec({
      User: 'root',
      Cmd: ['sh', '-c', 'echo 127.0.0.1 broker.example >>/etc/hosts && grep -c broker.example /etc/hosts'],
      AttachStdout: true,
      AttachStderr: true,
    })
    const said = unframed(await buffer(await execution.start({})))
    expect(said.toString()).toBe('1\n')
  })
})

// Each of these has a stack of its own, and waits more than it works.
test.concurrent('a container that dies is told at once, with its exit code and its last log lines', async () => {
  const stack = await openStack()
  try {
    const died = once(stack.dead, 'abort')
    await (await connectEngine()).getContainer(`streamassay-${stack.id}-kafka`).kill()
    await died
    const reason = stack.dead.reason as StreamassayError
    expect(reason.code).toBe('CONTAINER_DIED')
    expect(reason.message).toBe('the container of kafka exited with 137')
    expect(reason.details.length).toBeGreaterThan(0)
  } finally {
    await stack[Symbol.asyncDispose]()
  }
  expect(await findLeftovers(await connectEngine(), stack.id)).toEqual([])
})

// By SIGUSR2 the holder throws what nobody catches. One after the other: five stacks at once are more than a small machine has.
test.for(['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'] as const)(
  'a process that ends by %s leaves nothing, and takes nothing of another stack with it',
  async (signal, { stack }) => {
    const holder = spawn(process.execPath, [fileURLToPath(new URL('stack-holder.ts', import.meta.url))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(holder.stdout, 'data')) as [Buffer]
    const stackId = String(said).trim()
    expect(await partsOf(stackId)).toHaveLength(4)
    expect(await watchersOf(stackId)).toHaveLength(1)
    holder.kill(signal)
    await untilNothingIsLeft(stackId)
    expect(await partsOf(stack.id)).toHaveLength(4)
    expect(stack.dead.aborted).toBe(false)
  },
)
