/** Specs of the part that transactions had in an output. */
import { expect, test } from 'vitest'

import { type CheckpointAccount, commitsOf } from '../../../harness/verdict/checkpoint-account.ts'

const made = (completed: number, hasSavepoint: boolean): CheckpointAccount => ({
  completed,
  failed: 0,
  restored: 0,
  hasSavepoint,
  durationMs: null,
  sizeBytes: null,
  lastFailure: null,
})

test('there is no account where no row came in a transaction', () => {
  expect(commitsOf(0, { checkpoints: null })).toBeNull()
})

test.each([
  ['no checkpoint', null],
  ['none that was completed', made(0, false)],
  ['the savepoint alone that stopped it', made(1, true)],
])('of a job with %s, its end committed all rows', (_, checkpoints) => {
  expect(commitsOf(8, { checkpoints })).toEqual({ rowsInTransactions: 8, rowsCommittedByEnd: 8 })
})

test.each([
  ['a checkpoint', made(1, false)],
  ['a checkpoint and the savepoint', made(2, true)],
])('of a job with %s it is not known which rows its end committed', (_, checkpoints) => {
  expect(commitsOf(8, { checkpoints })).toEqual({ rowsInTransactions: 8, rowsCommittedByEnd: null })
})
