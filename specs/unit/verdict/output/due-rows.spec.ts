/** Specs of due rows: what is said of those that came only as the job was stopped. */
import { expect, test } from 'vitest'

import {
  type DueAccount,
  dueFinding,
  dueHint,
  heldBack,
  whyDueNotJudged,
} from '../../../../harness/verdict/output/due-rows.ts'

const judged = (come: number, isAllowed = false): DueAccount => ({ kind: 'judged', expected: 6, come, isAllowed })

test('rows that came only as the job was stopped are a finding, unless the scenario allows it', () => {
  expect(dueFinding(judged(0))).toBe('0 of 6 due rows arrived before the job was stopped')
  expect(dueFinding(judged(0, true))).toBeNull()
  expect(heldBack(judged(2, true))).toBe('2 of 6 due rows arrived before the job was stopped')
})

test('nothing is found where all came in time, or it was not judged', () => {
  expect(dueFinding(judged(6))).toBeNull()
  expect(dueFinding({ kind: 'not-judged', why: 'the sink is a file' })).toBeNull()
  expect(dueFinding(null)).toBeNull()
})

test('the hint proposes an idleness that is over before the job is stopped, and names `settleMs`', () => {
  expect(dueHint).toContain('with_idleness(Duration.of_seconds(2))')
  expect(dueHint).toMatch(/longer than 5 s .* needs a longer `settleMs`\.$/)
})

test.each([
  [{ ends: 'never' }, 'the job is not stopped before the verdict'],
  [{ ends: 'never', sink: 'file' }, 'the job is not stopped before the verdict'],
  [{}, "the end of the input closes every window; `ends: 'when-stopped'` judges it"],
  [{ ends: 'with-input' }, "the end of the input closes every window; `ends: 'when-stopped'` judges it"],
  [{ ends: 'when-stopped', sink: 'file' }, 'a file sink is read only after the job has ended'],
  [{ ends: 'when-stopped' }, 'the job ended before it was stopped'],
  [{ ends: 'when-stopped', changes: 'append' }, 'the job ended before it was stopped'],
  [{ ends: 'when-stopped', changes: 'upsert' }, 'with `changes`, only the final table is judged'],
] as const)('due rows of %j are not judged: %s', (scenario, why) => {
  expect(whyDueNotJudged(scenario)).toBe(why)
})
