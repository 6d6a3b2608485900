/** Owners on one engine that share a host's name, as containers often do: a stack is judged by the lease of its owner alone. */
import { randomBytes } from 'node:crypto'

import { expect, onTestFinished, test } from 'vitest'

import { setUp } from '../../harness/setup/set-up.ts'
import { keptDetailsLabel, keptLabel, leaseLabel, ownerLabel, stackLabel } from '../../harness/stack/cleanup/labels.ts'
import { findLeftovers, removeLeftovers } from '../../harness/stack/cleanup/leftovers.ts'
import { connectEngine, type Engine } from '../../harness/stack/engine/engine.ts'
import { connectApi, type EngineApi } from '../../harness/stack/engine/engine-api.ts'
import { findKept } from '../../harness/stack/kept/kept-volumes.ts'
import { withoutLeftovers } from '../../harness/stack/kept/remove-kept.ts'
import { owners } from '../unit/stack/cleanup/fake-engine.ts'
import { keptStack } from '../unit/stack/kept/fake-api.ts'

/** A kept stack, of a network alone, by a process that looks dead by its host's name and its id. It has a lease. */
async function stackElsewhere(): Promise<{ readonly id: string; readonly name: string }> {
  await setUp()
  const engine = await connectEngine()
  const id = randomBytes(6).toString('hex')
  const name = `spec-${id}`
  const labels = { [stackLabel]: id, [ownerLabel]: owners.goneElsewhere }
  const { id: _, name: __, owner: ___, ...details } = keptStack()
  onTestFinished(async () => removeLeftovers(engine, await findLeftovers(engine, id)))
  await engine.createNetwork({ Name: `streamassay-${id}`, Labels: labels })
  await engine.createVolume({ Name: `streamassay-${id}-lease`, Labels: { ...labels, [leaseLabel]: '' } })
  await engine.createVolume({
    Name: `streamassay-${id}-kept`,
    Labels: { ...labels, [keptLabel]: name, [keptDetailsLabel]: JSON.stringify({ schema: 2, ...details }) },
  })
  return { id, name }
}

/** The engine with a clock that is ahead of the leases on it. */
const later = (info: { SystemTime: string }): { SystemTime: string } => ({
  SystemTime: new Date(Date.parse(info.SystemTime) + 61_000).toISOString(),
})

const engineLater = (engine: Engine): Engine =>
  Object.assign(Object.create(engine) as Engine, { info: async () => later((await engine.info()) as never) })

const apiLater =
  (api: EngineApi): EngineApi =>
  async (request) => {
    const answer = await api(request)
    return request.path === '/info' ? Buffer.from(JSON.stringify(later(JSON.parse(answer.toString())))) : answer
  }

test('a stack whose owner looks dead and has a fresh lease is in use, and no run or `up` removes it', async () => {
  const { id, name } = await stackElsewhere()
  const [engine, api] = [await connectEngine(), await connectApi()]
  expect((await findLeftovers(engine, id)).map(({ kind, inUse }) => `${kind} ${inUse}`)).toEqual([
    'network true',
    'volume true',
    'volume true',
  ])
  const told: string[] = []
  const kept = await withoutLeftovers(api, await findKept(api, name), (line) => told.push(line))
  expect({ ids: kept.map((one) => one.id), told }).toEqual({ ids: [id], told: [] })
})

test('a stack whose owner has not renewed its lease for a minute is left, and the next run or `up` removes it', async () => {
  const { id, name } = await stackElsewhere()
  const [engine, api] = [await connectEngine(), apiLater(await connectApi())]
  expect((await findLeftovers(engineLater(engine), id)).map(({ inUse }) => inUse)).toEqual([false, false, false])
  const told: string[] = []
  expect(await withoutLeftovers(api, await findKept(api, name), (line) => told.push(line))).toEqual([])
  expect(told).toEqual([`stack: removed the kept stack ${id}, whose keeper has ended`])
  expect(await findLeftovers(engine, id)).toEqual([])
})
