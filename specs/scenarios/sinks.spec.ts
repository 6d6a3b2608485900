/** A job is judged alike whichever sink it writes to. */
import { defineScenario } from 'streamassay'
import { expect, test } from 'streamassay/vitest'
import { describe } from 'vitest'

import oddAirports from '../../scenarios/odd-airports.ts'
import rainyDays from '../../scenarios/rainy-days.ts'
import { runBroken } from '../broken-jobs/run-broken.ts'

const sinks = ['file', 'console'] as const

describe.each(sinks)('with the sink %s', (sink) => {
  test('rainy days come out', async ({ stack }) => {
    const run = await stack.run(defineScenario({ ...rainyDays, sink }))
    expect(run).toMatchReference()
    expect(run.counts).toMatchObject({ observed: 506, matched: 506 })
    expect(run.output).toMatchObject({ sink })
  })

  test('so do letters of all kinds', async ({ stack }) => {
    expect(await stack.run(defineScenario({ ...oddAirports, sink }))).toMatchReference()
  })

  test('a job with a bug is told with the place of its first wrong row', async ({ stack }) => {
    const { run } = await runBroken(stack, defineScenario({ ...rainyDays, sink }), 'knots for miles')
    expect(run.verdict).toBe('fail')
    expect(run.counts).toMatchObject({ lost: 0, unexpected: 0, observed: 506 })
    expect(run.report).toMatch(
      sink === 'file' ? /observed at the files of .*, row \d+ of subtask 0/ : /observed at the console, row/,
    )
  })
})
