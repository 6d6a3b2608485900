/** Specs of finding the lab that compose has started. */
import { expect, test } from 'vitest'

import { containerNames, findComposed } from '../../../../harness/stack/kept/composed.ts'
import { composed, fakeApi } from './fake-api.ts'

const lab = [
  composed('taskmanager', { number: 2 }),
  composed('taskmanager'),
  composed('jobmanager', { port: 18081 }),
  composed('kafka', { port: 19092 }),
  composed('kafka-ui', { port: 18080 }),
]

test('it is found by its labels, and reached at the ports that it has published', async () => {
  const { api, asked } = fakeApi(undefined, lab)
  const found = await findComposed(api, 'default')
  expect(found).toMatchObject({
    id: 'course',
    address: {
      id: 'course',
      brokers: '127.0.0.1:19092',
      brokersForJobs: 'kafka:9092',
      flinkUrl: 'http://127.0.0.1:18081',
    },
  })
  expect(found && containerNames(found)).toEqual({
    kafka: ['course_kafka_1'],
    jobmanager: ['course_jobmanager_1'],
    taskmanager: ['course_taskmanager_1', 'course_taskmanager_2'],
  })
  expect(asked).toEqual(['GET /containers/json?all=1&filters={"label":["streamassay.kept=default"]}'])
})

test('one of another name is not found', async () => {
  expect(await findComposed(fakeApi(undefined, lab).api, 'nightly')).toBeNull()
})

test.each(['kafka', 'jobmanager'])('while its %s does not run it is there, and has no address', async (dead) => {
  const containers = [composed('jobmanager', { port: 1 }), composed('kafka', { port: 2 })].map((container) =>
    container.Names[0]?.includes(dead) ? composed(dead, { state: 'exited' }) : container,
  )
  const found = await findComposed(fakeApi(undefined, containers).api, 'default')
  expect(found?.address).toBeNull()
  expect(found && containerNames(found)[dead as 'kafka']).toEqual([])
})
