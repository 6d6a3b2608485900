/** Specs of trying sentinels on a job that stands for a real one: what is asked of it, and what is made of its silence. */
import { expect, test } from 'vitest'

import { chooseSentinels } from '../../../../../harness/property/arbitrary/sentinels.ts'
import type { ExchangeEnd, LiveJob } from '../../../../../harness/property/batch/running-job.ts'
import { tryOneByOne, tryTogether } from '../../../../../harness/property/batch/trial/try-sentinels.ts'
import type { JobOutcome } from '../../../../../harness/flink/watch-job.ts'
import { observedRows } from '../../../verdict/compare/rows.ts'
import { dropped, kept, type Order, scenario } from '../../orders.ts'

const sentinels = chooseSentinels(scenario, { kept, dropped }, 4)
const silence = { firstMs: 30_000, laterMs: 15_000 }
const plan = { firstSilence: silence, tolerance: undefined, isCommitting: false }

/** A job that gives what it is told to at each exchange, and then is silent or ends. */
function jobOf(answers: readonly (readonly object[])[], { end = 'silent', isWithheld = false } = {}) {
  const asked: { rows: readonly Order[]; firstMs: number }[] = []
  const job: LiveJob<Order> = {
    webUiUrl: '',
    exchange: (rows, take, limits): Promise<ExchangeEnd> => {
      const answer = answers[asked.length] ?? []
      asked.push({ rows, firstMs: limits.silence.firstMs })
      if (observedRows(...answer).some((row) => take(row))) return Promise.resolve('complete')
      return Promise.resolve(end === 'silent' ? 'silent' : ({ state: end } as JobOutcome))
    },
    isWithheld: () => Promise.resolve(isWithheld),
    strays: () => [],
    finish: () => Promise.resolve([]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  return { job, asked }
}

const outs = sentinels.map(({ out }) => out as object)

test('the first sentinel goes last once more, and its row ends the trial', async () => {
  const { job, asked } = jobOf([[...outs, ...outs.slice(0, 1)]])
  const trial = await tryTogether(job, sentinels, plan)
  expect(trial).toEqual({ marks: sentinels, broken: [], isOrdered: true })
  expect(asked.map(({ rows }) => rows.length)).toEqual([5])
})

test('a job that is silent is looked at soon, and then waited for', async () => {
  const { job, asked } = jobOf([[], [...outs, ...outs.slice(0, 1)]])
  expect(await tryTogether(job, sentinels, plan)).toMatchObject({ marks: sentinels })
  expect(asked).toMatchObject([
    { rows: { length: 5 }, firstMs: 3000 },
    { rows: [], firstMs: 30_000 },
  ])
})

test('one that withholds its rows in a transaction is not waited for', async () => {
  const { job, asked } = jobOf([], { isWithheld: true })
  expect(await tryTogether(job, sentinels, plan)).toEqual({ withheld: true })
  expect(asked).toHaveLength(1)
})

test('one of which nothing comes at all cannot be kept running', async () => {
  const { job } = jobOf([])
  expect(await tryTogether(job, sentinels, plan)).toEqual({
    unfit: 'it writes no row within 30 s while it runs',
    isOrdered: true,
  })
})

test('one that fails clears those whose rows were back; one that finishes was not told to wait', async () => {
  const failing = jobOf([outs.slice(0, 2)], { end: 'FAILED' })
  expect(await tryTogether(failing.job, sentinels, plan)).toEqual({ cleared: 2 })
  const finishing = jobOf([outs.slice(0, 2)], { end: 'FINISHED' })
  expect(await tryTogether(finishing.job, sentinels, plan)).toMatchObject({
    unfit: expect.stringMatching(/^it read its input to an end and FINISHED .* leave out `set_bounded/),
  })
  const cancelled = jobOf([outs.slice(0, 2)], { end: 'CANCELED' })
  expect(await tryTogether(cancelled.job, sentinels, plan)).toMatchObject({ unfit: 'it ended as CANCELED' })
})

test('one by one, the first that does not come back is told', async () => {
  const { job, asked } = jobOf([outs.slice(0, 1), outs.slice(1, 2), []], { end: 'FAILED' })
  expect(await tryOneByOne(job, sentinels, plan)).toEqual({ cleared: 2 })
  expect(asked.map(({ rows }) => rows)).toEqual(sentinels.slice(0, 3).map(({ row }) => [row]))
})

test('a job that has checkpoints is given all the time that there is to commit', async () => {
  const { job, asked } = jobOf([], { isWithheld: true })
  expect(await tryTogether(job, sentinels, { ...plan, isCommitting: true })).toEqual({ withheld: true })
  expect(asked).toMatchObject([{ firstMs: 30_000 }])
})

test('one by one, rows that are withheld are no failure of a sentinel', async () => {
  const { job } = jobOf([outs.slice(0, 1)], { isWithheld: true })
  expect(await tryOneByOne(job, sentinels, plan)).toEqual({ withheld: true })
})
