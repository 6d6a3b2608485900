/** Specs of the signs of a job that is stuck, on what a real cluster told (Flink 2.2.1, shortened). */
import { describe, expect, test } from 'vitest'

import { blockedSink, failedAttempts, unreachedBySinks } from '../../../../harness/flink/failure/stuck.ts'

const operator = 'Source: days -> Map -> Sink: Writer'
const thread = (name: string, ...frames: readonly string[]) => ({
  name,
  text: [`"${name}" Id=7 TIMED_WAITING`, ...frames.map((frame) => `\tat app//${frame}`)].join('\n'),
})
const waiting = 'org.apache.kafka.clients.producer.KafkaProducer.waitOnMetadata(KafkaProducer.java:1213)'
const working = 'org.apache.flink.streaming.runtime.tasks.StreamTask.invoke(StreamTask.java:939)'

describe('a sink that waits for its topic', () => {
  test('is told with its operator', () => {
    const sign = blockedSink([thread(`${operator} (1/1)#0`, waiting), thread('other', working)], [operator])
    expect(sign).toMatchObject({ operator, waits: expect.stringContaining('a topic that does not exist') })
  })

  test('is not another job’s, nor a thread that only has the name of a task in its own', () => {
    expect(blockedSink([thread('Sink: other (1/1)#0', waiting)], [operator])).toBeNull()
    expect(blockedSink([thread(`Time Trigger for ${operator} (1/1)#0`, waiting)], [operator])).toBeNull()
  })

  test('is not told where another job’s task of the same name goes on: it may be that one', () => {
    const threads = [thread(`${operator} (1/1)#0`, waiting), thread(`${operator} (1/1)#0`, working)]
    expect(blockedSink(threads, [operator])).toBeNull()
  })
})

/** A line as a real JobManager writes it (Flink 2.2.1). */
const attempt = (clientId: string, address = 'localhost/127.0.0.1:9092'): string =>
  `2026-11-30 20:44:18,636 WARN  a.NetworkClient [] - [AdminClient clientId=${clientId}] Connection to node -1 (${address}) could not be established. Node may not be available.`
const start = (jobId: string): string =>
  `2026-11-30 20:44:18,600 INFO  a.JobMaster [] - Starting execution of job 'fx' (${jobId}) under job master id 0.`
const ofJob = { jobId: 'a1', groupId: 'run-1', brokers: 'kafka:9092', isAlone: false }
const attemptsOf = (lines: readonly string[], changes = {}) =>
  failedAttempts(lines.join('\n'), { ...ofJob, ...changes })

describe('a broker that cannot be reached', () => {
  test('is told with its address where the client has the name of the run', () => {
    const client = attempt('run-1-enumerator-admin-client', 'kafka/172.23.0.3:9999')
    expect(attemptsOf([client, '2026-11-30 20:44:19,310 INFO  a.B [] - something else', client])).toMatchObject({
      sign: {
        waits: 'its source cannot reach the broker at kafka/172.23.0.3:9999',
        hint: expect.stringMatching(/another address/),
      },
      attempts: 2,
    })
    expect(attemptsOf([client], { groupId: 'run-2' })).toBeNull()
    expect(attemptsOf([''])).toBeNull()
  })

  test('is told whatever group the job has chosen, if its client first failed after the job had started', () => {
    const lines = [
      start('a1'),
      attempt('fx-enumerator-admin-client'),
      start('b2'),
      attempt('fx-enumerator-admin-client'),
    ]
    expect(attemptsOf(lines)).toMatchObject({
      attempts: 2,
      sign: { hint: expect.stringMatching(/^Inside the cluster, `localhost` is/) },
    })
  })

  test('is not told of a client of another job', () => {
    const other = attempt('other-enumerator-admin-client')
    expect(attemptsOf([start('a1'), start('b2'), other])).toBeNull()
    expect(attemptsOf([start('b2'), other, start('a1'), other])).toBeNull()
    expect(attemptsOf([other])).toBeNull()
  })

  test('is told of any client where no other job runs', () => {
    const lines = [start('b2'), attempt('fx-enumerator'), start('a1'), attempt('fx-enumerator')]
    expect(attemptsOf(lines, { isAlone: true })).toMatchObject({ attempts: 1 })
  })

  test("is not the job's fault where it is the run's own broker", () => {
    expect(attemptsOf([start('a1'), attempt('run-1-enumerator', 'kafka/172.23.0.3:9092')])).toBeNull()
  })

  test('is told of a sink where all producers fail at one address', () => {
    const producer = (address: string): string => attempt('producer-9', address).replace('AdminClient', 'Producer')
    expect(unreachedBySinks(producer('localhost/127.0.0.1:9092'), 'kafka:9092')).toMatchObject({
      waits: 'its sink cannot reach the broker at localhost/127.0.0.1:9092',
    })
    expect(unreachedBySinks(producer('kafka/172.23.0.3:9092'), 'kafka:9092')).toBeNull()
    expect(unreachedBySinks(`${producer('a/1.2.3.4:9')}\n${producer('b/1.2.3.5:9')}`, 'kafka:9092')).toBeNull()
    expect(unreachedBySinks(attempt('fx-enumerator'), 'kafka:9092')).toBeNull()
  })
})
