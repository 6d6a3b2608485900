/** Specs of noticing a job that is stuck: what is asked of the cluster and when, on a clock of the spec's own. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { stuckJob } from '../../../../harness/run/job/stuck-job.ts'
import { patience } from '../../../patience.ts'
import { type FakeFlink, fakeFlink } from '../../flink/fake-flink.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { fakeSession } from '../fake-kafka.ts'

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
    'GET /jobs': { body: { jobs: [{ id: 'a1', status: 'RUNNING' }] } },
    'GET /taskmanagers/a/': dumps,
    'GET /taskmanagers': { body: { taskmanagers: [{ id: 'a' }] } },
  })

const looksOf = ({ asked }: FakeFlink): number => asked.filter((line) => line.includes('thread-dump')).length

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'], now: 0 }))
afterEach(() => void vi.useRealTimers())

/** Watches a job for as long as the spec says, at a pace of milliseconds in the place of seconds. */
function watching(flink: FakeFlink, { log = (): string => '', recordsIn = () => Promise.resolve(0n) } = {}) {
  const over = new AbortController()
  const stack = fakeStack({
    flinkUrl: flink.url,
    log: () => Promise.resolve(log()),
    kafka: { ...fakeSession(), recordsIn },
  })
  const plan = { stack, jobId: 'a1', groupId: 'run-1', inputTopic: 'in', since: new Date(), paceMs: 10 }
  const stuck = stuckJob(plan, over.signal)
  stuck.catch(() => undefined)
  return { stuck, over }
}

test('nothing is asked of the cluster at first', async () => {
  await using flink = await flinkWith([waiting])
  const looksAtClock = vi.spyOn(performance, 'now')
  const { over } = watching(flink)
  await vi.waitUntil(() => looksAtClock.mock.calls.length > 10, patience)
  expect(flink.asked).toEqual([])
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
  await expect.poll(() => looksOf(flink), patience).toBeGreaterThan(8)
  over.abort(new Error('enough'))
  await expect(stuck).rejects.toThrow('enough')
})

const attempt =
  'WARN [AdminClient clientId=run-1-enumerator-admin-client] Connection to node -1 (k/1.2.3.4:9) could not be established.'

test('a broker that the source cannot reach is told when the attempts go on', async () => {
  await using flink = await flinkWith([working])
  let log = ''
  const { stuck } = watching(flink, { log: () => (log += `${attempt}\n`) })
  vi.advanceTimersByTime(5000)
  expect(await stuck).toMatchObject({ waits: 'its source cannot reach the broker at k/1.2.3.4:9' })
})

test('one attempt that failed is forgotten when no other follows', async () => {
  await using flink = await flinkWith([working])
  const { stuck, over } = watching(flink, { log: () => attempt })
  vi.advanceTimersByTime(5000)
  await expect.poll(() => looksOf(flink), patience).toBeGreaterThan(8)
  over.abort(new Error('enough'))
  await expect(stuck).rejects.toThrow('enough')
})

const noAnswer = () => Promise.reject(new Error('no answer within 2 s'))

test('a broker that answers nobody is no reason to blame a sink that waits', async () => {
  await using flink = await flinkWith([waiting])
  const { stuck, over } = watching(flink, { recordsIn: noAnswer })
  vi.advanceTimersByTime(5000)
  await expect.poll(() => looksOf(flink), patience).toBeGreaterThan(8)
  over.abort(new Error('enough'))
  await expect(stuck).rejects.toThrow('enough')
})

test('nor a source whose attempts fail', async () => {
  await using flink = await flinkWith([working])
  let log = ''
  const { stuck, over } = watching(flink, { log: () => (log += `${attempt}\n`), recordsIn: noAnswer })
  vi.advanceTimersByTime(5000)
  await expect.poll(() => looksOf(flink), patience).toBeGreaterThan(4)
  over.abort(new Error('enough'))
  await expect(stuck).rejects.toThrow('enough')
})

test('a sink that waits for a broker that it cannot reach is told with the address', async () => {
  await using flink = await flinkWith([waiting])
  const producer = attempt.replace('AdminClient clientId=run-1-enumerator-admin-client', 'Producer clientId=producer-1')
  const { stuck } = watching(flink, { log: () => producer })
  vi.advanceTimersByTime(5000)
  expect(await stuck).toMatchObject({ operator, waits: 'its sink cannot reach the broker at k/1.2.3.4:9' })
})

test('a cluster that does not answer shows nothing', async () => {
  await using flink = await fakeFlink({})
  const { stuck, over } = watching(flink)
  vi.advanceTimersByTime(5000)
  await expect.poll(() => flink.asked.length, patience).toBeGreaterThan(3)
  over.abort(new Error('enough'))
  await expect(stuck).rejects.toThrow('enough')
})
