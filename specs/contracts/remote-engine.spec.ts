/** An engine that is not on this machine's loopback, as one on another machine: its ports are opened by the user alone. */
import { expect, test } from 'vitest'

import { setUp } from '../../harness/setup/set-up.ts'
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import { startMarked } from '../endurance/marked-run.ts'
import { type Passage, passage } from './passage.ts'

/** A second address of this machine: that of the engine's own bridge, the first of its network, as containers see it. */
async function secondAddress(): Promise<string> {
  const { IPAM } = await (await connectEngine()).getNetwork('bridge').inspect()
  const [subnet] = ((IPAM?.Config ?? []) as { Subnet?: string }[]).flatMap(({ Subnet }) => Subnet ?? [])
  const address = subnet?.replace(/\.0\/\d+$/, '.1')
  if (address === undefined) throw new Error('the engine has no bridge')
  return address
}

/** As a user's shell has it: set-up has told this process, and so its children, where ports are reached. */
const elsewhere = ({ address }: Passage, publishOn: string): string[] => [
  'env',
  '--unset=TESTCONTAINERS_HOST_OVERRIDE',
  `DOCKER_HOST=${address}`,
  `STREAMASSAY_PUBLISH_ON=${publishOn}`,
]
const command = [process.execPath, 'bootstrap/streamassay.js', 'run', 'scenarios/odd-airports.ts', '--own-stack']

test.concurrent('a stack on an engine elsewhere is refused, and nothing of it is left', async () => {
  await setUp()
  using engine = await passage(await secondAddress())
  using run = startMarked([...elsewhere(engine, ''), ...command])
  expect(await run.ended).toBe(2)
  const said = await run.said
  expect(said).toMatch(/^error: the container engine is at [\d.]+ and not .* \[PORTS_REFUSED\]$/m)
  expect(said).toMatch(/^remedy: Set STREAMASSAY_PUBLISH_ON to [\d.]+, or to "all"/m)
  await run.untilClean()
})

test.concurrent('a user who names an address has the ports there, and nowhere else', async () => {
  await setUp()
  const address = await secondAddress()
  using engine = await passage(address)
  using run = startMarked([...elsewhere(engine, address), ...command])
  const bindings = await waitUntil(
    async () => {
      const names = await run.leftovers()
      const containers = await (await connectEngine()).listContainers()
      const ports = containers.filter(({ Names }) => names.includes(Names[0] ?? '')).flatMap(({ Ports }) => Ports)
      const published = ports.filter(({ PublicPort }) => PublicPort !== undefined)
      return published.length >= 2 ? { found: published.map(({ IP }) => IP) } : { seen: names.join(', ') }
    },
    { what: 'two ports to be published', timeoutMs: 30_000, intervalMs: 100, remedy: 'See what the run said.' },
  )
  expect(bindings).toEqual([address, address])
  expect(await run.said).toMatch(/^verdict: pass$/m)
})
