/** Specs of due rows: what is said of those that came only as the job was stopped. */
import { expect, test } from 'vitest'

import { type DueAccount, dueFinding, heldBack } from '../../../../harness/verdict/output/due-rows.ts'

const judged = (come: number, isAllowed = false): DueAccount => ({ kind: 'judged', expected: 6, come, isAllowed })

test('rows that came only as the job was stopped are a finding, unless the scenario allows it', () => {
  expect(dueFinding(judged(0))).toBe('0 of 6 due rows had come before the job was stopped')
  expect(dueFinding(judged(0, true))).toBeNull()
  expect(heldBack(judged(2, true))).toBe('2 of 6 due rows had come before the job was stopped')
})

test('nothing is found where all came in time, or it was not judged', () => {
  expect(dueFinding(judged(6))).toBeNull()
  expect(dueFinding({ kind: 'not-judged', why: 'the sink is a file' })).toBeNull()
  expect(dueFinding(null)).toBeNull()
})
