/** Specs of what a run has to do with its stack: learning that it died, and reading its logs. */
import { describe, expect, test } from 'vitest'

import { StreamassayError } from '../../../harness/errors.ts'
import { badEndOf, deathOf, fullTaskManager, logsOf } from '../../../harness/run/stack-of-run.ts'
import { noJob, unplaced } from '../../../harness/verdict/run-account.ts'
import { nextTurn } from '../../patience.ts'
import { fakeStack } from '../stack/fake-stack.ts'
import { failedJob, finishedJob } from '../verdict/runs.ts'

const death = new StreamassayError('CONTAINER_DIED', 'the container of taskmanager exited with 137', { remedy: 'more' })
const runningJob = { ...noJob, id: 'a1', state: 'RUNNING' }
const stuck = { ...unplaced, type: 'JobStuck', message: 'its source cannot reach the broker' }
const java = { ...unplaced, type: 'a.B', message: 'lost' }

describe('the death of a stack', () => {
  test('is told in the words of its reason', async () => {
    const stack = fakeStack({ dead: AbortSignal.abort(death) })
    expect(await deathOf(stack, finishedJob)).toBe('the container of taskmanager exited with 137')
  })

  test('is null while all parts live, which is known at once for a job that did not fail, or failed in Python', async () => {
    for (const job of [noJob, finishedJob, failedJob]) {
      expect(await Promise.race([deathOf(fakeStack(), job), nextTurn()])).toBeNull()
    }
  })

  test('is waited for when a job failed without a word of Python', async () => {
    const dead = new AbortController()
    const told = deathOf(fakeStack({ dead: dead.signal }), { ...failedJob, exception: java })
    dead.abort(death)
    expect(await told).toBe('the container of taskmanager exited with 137')
  })
})

describe('a TaskManager without room', () => {
  const full = { reachedLimits: async () => ['taskmanager-2 has 1024 of 1024 processes and threads'] }
  const mute = { reachedLimits: () => Promise.reject(new Error('no engine')) }

  test.each(['failed', 'was stuck', 'did not come to its end'] as const)(
    'is named when a job %s there, with what to do',
    async (end) => {
      expect(await fullTaskManager(full, end)).toEqual({
        reason: `the job ${end} on a TaskManager that has reached its limits: taskmanager-2 has 1024 of 1024 processes and threads`,
        remedy: expect.stringMatching(/npx streamassay down.*\. Its processes and files stay until then\.$/),
      })
    },
  )

  test('is named by what was seen while the job ran: what it started may be gone', async () => {
    const seen = ['taskmanager has 1024 of 1024 MiB in /tmp']
    expect(await fullTaskManager(mute, 'did not come to its end', seen)).toMatchObject({
      reason: expect.stringMatching(/: taskmanager has 1024 of 1024 MiB in \/tmp$/),
    })
  })

  test('is not looked for while jobs end well, and not named where there is room or no answer', async () => {
    expect(await fullTaskManager(full, null)).toBeNull()
    expect(await fullTaskManager(fakeStack(), 'failed')).toBeNull()
    expect(await fullTaskManager(mute, 'failed')).toBeNull()
  })
})

test.each([
  ['a job that failed', failedJob, null, 'failed'],
  ['one that was stuck', { ...runningJob, state: 'CANCELED', exception: stuck }, null, 'was stuck'],
  ['one that is late or lost', runningJob, 'waited 120 s for the job to end', 'did not come to its end'],
  ['a job that runs, and is proven', runningJob, null, null],
  ['a job that has finished', finishedJob, null, null],
  ['a run that ended before it had a job', noJob, 'the broker is gone', null],
])('the bad end of %s', (_, job, problem, end) => {
  expect(badEndOf(job, problem)).toBe(end)
})

const logs = async (part: string): Promise<string> => {
  if (part === 'kafka') throw new Error('no such container')
  return `${part} is up\n`
}

test('the logs are those of every part, and one that cannot be read says so', async () => {
  expect(await logsOf(fakeStack({ log: logs }), new Date())).toEqual({
    kafka: '(this log could not be read: no such container)\n',
    jobmanager: 'jobmanager is up\n',
    taskmanager: 'taskmanager is up\n',
  })
})
