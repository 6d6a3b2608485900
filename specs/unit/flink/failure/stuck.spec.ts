/** Specs of the signs of a job that is stuck, on what a real cluster told (Flink 2.2.1, shortened). */
import { describe, expect, test } from 'vitest'

import { blockedSink, failedAttempts } from '../../../../harness/flink/failure/stuck.ts'

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
    expect(sign).toMatchObject({ operator, waits: expect.stringContaining('is told of none of that name') })
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

const log = `2026-11-26 00:11:22,310 WARN  a.NetworkClient [] - [AdminClient clientId=run-1-enumerator-admin-client] Connection to node -1 (kafka/172.23.0.3:9999) could not be established. Node may not be available.
2026-11-26 00:11:23,310 INFO  a.B [] - [AdminClient clientId=run-1-enumerator-admin-client] something else`

test('a broker that cannot be reached is told with its address, and only of the run’s own source', () => {
  expect(failedAttempts(`${log}\n${log}`, 'run-1')).toMatchObject({
    sign: { waits: 'its source cannot reach the broker at kafka/172.23.0.3:9999' },
    attempts: 2,
  })
  expect(failedAttempts(log, 'run-2')).toBeNull()
  expect(failedAttempts('', 'run-1')).toBeNull()
})
