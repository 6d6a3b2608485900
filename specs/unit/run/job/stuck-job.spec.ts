/** Specs of noticing a job that is stuck: what is asked of the cluster and when, on a clock of the spec's own. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { stuckJob } from '../../../../harness/run/job/stuck-job.ts'
import { type FakeFlink, fakeFlink } from '../../flink/fake-flink.ts'

const operator = 'Source: days -> Sink: Writer'
const thread = (frame: string) => ({
  threadName: `${operator} (1/1)#0`,
  stringifiedThreadInfo: `"task" Id=1\n\tat app//${frame}`,
})
const waiting = {
  body: { threadInfos: [thread('org.apache.kafka.clients.producer.KafkaProducer.waitOnMetadata(K.java:1)')] },
}
const working = { body: { threadInfos: [thread('a.StreamTask.invoke(S.java:1)')] } }

const flinkWith = (dumps: readonly (typeof waiting)[]): Promise<FakeFlink> =>
  fakeFlink({
    'GET /jobs/': { body: { vertices: [{ name: operator, parallelism: 1, status: 'RUNNING' }] } },
    'GET /taskmanagers/a/': dumps,
    'GET /taskmanagers': { body: { taskmanagers: [{ id: 'a' }] } },
  })

const looksOf = ({ asked }: FakeFlink): number => asked.filter((line) => line.includes('thread-dump')).length

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'], now: 0 }))
afterEach(() => void vi.useRealTimers())

/** Watches a job for as long as the spec says, at a pace of milliseconds in the place of seconds. */
function watching(flink: FakeFlink, log = '') {
  const over = new AbortController()
  const stack = { flinkUrl: flink.url, log: () => Promise.resolve(log) }
  const stuck = stuckJob({ stack, jobId: 'a1', groupId: 'run-1', since: new Date(), paceMs: 10 }, over.signal)
  stuck.catch(() => undefined)
  return { stuck, over }
}

test('nothing is asked of the cluster at first', async () => {
  await using flink = await flinkWith([waiting])
  const { over } = watching(flink)
  await expect.poll(() => looksOf(flink), { timeout: 100, interval: 20 }).toBe(0)
  over.abort()
})

test('a sign that stays for three looks is told', async () => {
  await using flink = await flinkWith([waiting])
  const { stuck } = watching(flink)
  vi.advanceTimersByTime(5000)
  expect(await stuck).toMatchObject({ operator })
  expect(looksOf(flink)).toBe(3)
})

test('one that goes away is forgotten', async () => {
  await using flink = await flinkWith([waiting, waiting, working, waiting, waiting, working])
  const { stuck, over } = watching(flink)
  vi.advanceTimersByTime(5000)
  await expect.poll(() => looksOf(flink)).toBeGreaterThan(8)
  over.abort(new Error('enough'))
  await expect(stuck).rejects.toThrow('enough')
})

test('a broker that the source cannot reach is read from the log', async () => {
  await using flink = await flinkWith([working])
  const log =
    'WARN [AdminClient clientId=run-1-enumerator-admin-client] Connection to node -1 (k/1.2.3.4:9) could not be established.'
  const { stuck } = watching(flink, log)
  vi.advanceTimersByTime(5000)
  expect(await stuck).toMatchObject({ waits: 'its source cannot reach the broker at k/1.2.3.4:9' })
})

test('a cluster that does not answer shows nothing', async () => {
  await using flink = await fakeFlink({})
  const { stuck, over } = watching(flink)
  vi.advanceTimersByTime(5000)
  await expect.poll(() => flink.asked.length).toBeGreaterThan(3)
  over.abort(new Error('enough'))
  await expect(stuck).rejects.toThrow('enough')
})
