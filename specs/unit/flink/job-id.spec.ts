/** Specs of job ids that say whose a job is. */
import { expect, test } from 'vitest'

import { newJobId, ownerlessJobId, processOfJob } from '../../../harness/flink/job-id.ts'

test('an id is what Flink takes for one, new each time, and names its process', () => {
  expect(newJobId()).toMatch(/^[0-9a-f]{32}$/)
  expect(newJobId()).not.toBe(newJobId())
  expect(processOfJob(newJobId())).toBe(process.pid)
  expect(processOfJob(newJobId(0x7fffffff))).toBe(0x7fffffff)
})

test("a job of another host's or of somebody else's making names none", () => {
  const id = newJobId()
  expect(processOfJob(`${id.slice(0, 8)}${id[8] === '0' ? '1' : '0'}${id.slice(9)}`)).toBeNull()
  expect(processOfJob('d41d8cd98f00b204e9800998ecf8427e')).toBeNull()
  expect(processOfJob('')).toBeNull()
})

test('a job that is to outlive its process names none, and is a job to Flink all the same', () => {
  expect(ownerlessJobId()).toMatch(/^[0-9a-f]{32}$/)
  expect(ownerlessJobId()).not.toBe(ownerlessJobId())
  expect(processOfJob(ownerlessJobId())).toBeNull()
})
