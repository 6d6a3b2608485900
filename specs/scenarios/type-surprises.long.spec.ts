/** What becomes of a value that is not of its declared type, pinned: a Flink that does otherwise is told here. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { column, csvFixture, defineScenario, pipeline, type Scenario } from 'streamassay'
import { describe, expect, test } from 'streamassay/vitest'
import { onTestFinished } from 'vitest'
import { z } from 'zod'

import typeCrossing from '../../scenarios/type-crossing.ts'
import { usualArguments } from '../usual-arguments.ts'
import { type Outcome, type Surprise, surprises } from './type-surprises.ts'

type Mode = 'process' | 'thread'

const Given = z.object({ id: column.text(), type: column.text(), value: column.text() })
type GivenRow = z.output<typeof Given>

interface Back {
  readonly id: string
  readonly type: string
  readonly kind: string
  readonly value: unknown
}

const idOf = (surprise: Surprise): string =>
  surprise.way === 'bare' ? 'bare' : `${surprises.indexOf(surprise)} ${surprise.type}`

const cameBack = (outcome: Outcome): outcome is Extract<Outcome, { kind: string }> => 'kind' in outcome

const exception = (type: string, message: string): unknown =>
  expect.objectContaining({ type, message: expect.stringContaining(message) })

/** The exceptions, one of which has to end the job: none for a value that comes back. */
function exceptionsOf(outcome: Outcome): unknown[] {
  if (cameBack(outcome)) return []
  if ('raises' in outcome) return [exception(outcome.raises, outcome.message)]
  const workerDied = expect.objectContaining({ type: expect.stringContaining('StatusRuntimeException') })
  return [workerDied, ...exceptionsOf(outcome.diesOr)]
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** The type-crossing job with these values, all in one way; the reference is the table. */
async function crossing(given: readonly Surprise[], mode: Mode): Promise<Scenario<GivenRow, Back>> {
  const folder = await mkdtemp(join(tmpdir(), 'streamassay-surprises-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const lines = given.map((one) => [idOf(one), one.type, one.value].map(quoted).join(','))
  await writeFile(join(folder, 'values.csv'), `id,type,value\n${lines.join('\n')}\n`)
  const [{ type, way } = { type: '', way: undefined }] = given
  const { job, name } = typeCrossing
  const outcomes = new Map(given.map((one) => [idOf(one), one[mode]]))
  return defineScenario({
    name,
    job,
    mode,
    input: csvFixture(join(folder, 'values.csv'), Given),
    identity: 'id',
    reference: pipeline(Given).map((row): Back => {
      const id = way === 'bare' ? 'bare' : row.id
      const outcome = outcomes.get(id)
      // A run expects something, even if nothing is to come of it.
      const { kind, value } = outcome && cameBack(outcome) ? outcome : { kind: 'nothing', value: null }
      return { id, type: row.type, kind, value }
    }),
    args: (topics) => [...usualArguments(topics), ...(way === undefined ? [] : [`--${way}`, type])],
  })
}

describe.each<Mode>(['process', 'thread'])('in %s mode', (mode) => {
  const back = surprises.filter((one) => cameBack(one[mode]))

  test('values that come back from a Row come back so', async ({ stack }) => {
    const given = back.filter(({ way }) => way === undefined)
    const run = await stack.run(await crossing(given, mode))
    expect(run).toMatchReference()
    expect(run.counts.matched).toBe(given.length)
  })

  test.for(back.filter(({ way }) => way !== undefined))('$value as $type, $way, comes back', async (one, { stack }) => {
    expect(await stack.run(await crossing([one], mode))).toMatchReference()
  })

  test.for(surprises.filter((one) => !cameBack(one[mode])))('$value as $type ends the job', async (one, { stack }) => {
    const run = await stack.run(await crossing([one], mode))
    expect(run.job.state).toBe('FAILED')
    expect(run.job.exception).toBeOneOf(exceptionsOf(one[mode]))
  })
})
