/** The hint for a job that prints its rows while another sink is read. */
import { expect, test } from 'vitest'

import { reportModel } from '../../../../harness/verdict/report/report-model.ts'
import { sinkHint } from '../../../../harness/verdict/report/sink-hint.ts'
import { observedRows } from '../compare/rows.ts'
import { accountOf, compared, days, finishedJob, runToJudge } from '../runs.ts'

const named = (name: string) => {
  const counts = { parallelism: 1, recordsIn: 12, recordsOut: 0, busyMs: null, idleMs: null, backPressuredMs: null }
  return { ...finishedJob, operators: [{ name, ...counts }] }
}
const printing = named('Source: in -> Map -> Sink: Print to Std. Out')
const ofNothing = { ...accountOf(runToJudge({ comparison: compared([]) })), job: printing }

test('a job that prints, where a topic is read', () => {
  expect(sinkHint(ofNothing)).toMatch(/^the job prints its rows: give the scenario `sink: 'console'`/)
})

test('a job that prints without the word of the run', () => {
  expect(sinkHint({ ...ofNothing, output: { sink: 'console', name: 'w' } })).toMatch(
    /^no printed line begins with the word/,
  )
  const hint = ['hint', sinkHint(ofNothing)]
  expect(reportModel(ofNothing).facts).toContainEqual(hint)
})

test.each([
  ['rows were read', { ...accountOf(runToJudge({ comparison: compared(observedRows(...days)) })), job: printing }],
  ['no row was expected', { ...accountOf(runToJudge({ comparison: compared([], []) })), job: printing }],
  ['the job does not print', { ...ofNothing, job: named('Source: in -> Sink: Writer') }],
  ['its operators are not known', { ...ofNothing, job: { ...finishedJob, operators: null } }],
])('nothing where %s', (_, account) => {
  expect(sinkHint(account)).toBeNull()
})
