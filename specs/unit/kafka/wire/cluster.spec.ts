/** Whom a client asks; what brokers answer is for the contracts. */
import { expect, test, vi } from 'vitest'

import { Cluster, partitionsByLeader } from '../../../../harness/kafka/wire/cluster.ts'
import type { BrokerConnection } from '../../../../harness/kafka/wire/connection.ts'
import { patience } from '../../../patience.ts'
import { startFakeBroker } from './fake-broker.ts'

test('the first broker that can be reached is asked, and its connection is used again', async () => {
  await using broker = await startFakeBroker()
  using cluster = new Cluster(`127.0.0.1:1,${broker.host}:${broker.port}`)
  const connection = await cluster.anyBroker()
  expect(connection.address).toBe(`${broker.host}:${broker.port}`)
  expect(await cluster.anyBroker()).toBe(connection)
  expect(broker.connections()).toBe(1)
})

test('a connection that was lost is made again', async () => {
  await using broker = await startFakeBroker()
  using cluster = new Cluster(`${broker.host}:${broker.port}`)
  const lost = await cluster.anyBroker()
  await vi.waitUntil(() => broker.connections() === 1, patience)
  broker.hangUp()
  await vi.waitUntil(() => lost.isLost, patience)
  const again = await cluster.anyBroker()
  expect(again).not.toBe(lost)
  expect(again.isLost).toBe(false)
})

test('when no broker can be reached it is told why', async () => {
  using cluster = new Cluster('127.0.0.1:1,127.0.0.1:2')
  await expect(cluster.anyBroker()).rejects.toThrow('connect ECONNREFUSED 127.0.0.1:2')
})

test('partitions are grouped by the leader that they share', () => {
  const [one, other] = [{}, {}] as [BrokerConnection, BrokerConnection]
  expect(partitionsByLeader([one, other, one])).toEqual([
    [one, [0, 2]],
    [other, [1]],
  ])
})
