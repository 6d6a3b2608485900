/** Specs of job ids that say whose a job is. */
import { expect, test } from 'vitest'

import { newJobId, ownerlessJobId, ownerOfJob } from '../../../harness/flink/job-id.ts'
import { thisProcess } from '../../../harness/this-process.ts'

test('an id is what Flink takes for one, new each time, and names its process', () => {
  expect(newJobId()).toMatch(/^[0-9a-f]{32}$/)
  expect(new Set(Array.from({ length: 1000 }, () => newJobId())).size).toBe(1000)
  expect(ownerOfJob(newJobId())).toEqual(thisProcess)
  const other = { namespace: 'abcdef01', pid: 0x3fffff, session: '0a0b0c0d' }
  expect(ownerOfJob(newJobId(other))).toEqual(other)
})

test("a job of somebody else's making, or of an earlier version's, names none", () => {
  expect(ownerOfJob('d41d8cd98f00b204e9800998ecf8427e')).toBeNull()
  expect(ownerOfJob('')).toBeNull()
})

test('a job that is to outlive its process names none, and is a job to Flink all the same', () => {
  expect(ownerlessJobId()).toMatch(/^[0-9a-f]{32}$/)
  expect(ownerlessJobId()).not.toBe(ownerlessJobId())
  expect(ownerOfJob(ownerlessJobId())).toBeNull()
})
