/** Thread mode: the same scenarios come to the same end as in process mode, and no job runs an earlier one's code. */
import { defineScenario } from 'streamassay'
import { describe, expect, test } from 'streamassay/vitest'

import rainyDays from '../../scenarios/rainy-days.ts'
import southeastAirports from '../../scenarios/southeast-airports.ts'
import { runBroken } from '../broken-jobs/run-broken.ts'

const rainyInThread = defineScenario({ ...rainyDays, mode: 'thread' })

describe('in thread mode as in process mode', () => {
  test('of 1461 days the 506 rainy ones come out', async ({ stack }) => {
    const [inProcess, inThread] = await Promise.all([stack.run(rainyDays), stack.run(rainyInThread)])
    expect(inThread).toMatchReference()
    expect(inThread.counts).toEqual(inProcess.counts)
    expect(inThread.counts).toMatchObject({ sent: 1461, matched: 506 })
  })

  test('of 3376 airports the 337 of the south-east come out', async ({ stack }) => {
    const [inProcess, inThread] = await Promise.all([
      stack.run(southeastAirports),
      stack.run(defineScenario({ ...southeastAirports, mode: 'thread' })),
    ])
    expect(inThread).toMatchReference()
    expect(inThread.counts).toEqual(inProcess.counts)
    expect(inThread.counts).toMatchObject({ sent: 3376, matched: 337 })
  })

  test("an error is told with its type, its message and the job's own line", async ({ stack }) => {
    const { run, line } = await runBroken(stack, rainyInThread, 'crash on the first rain')
    expect(run.verdict).toBe('fail')
    expect(run.job).toMatchObject({
      state: 'FAILED',
      exception: {
        type: 'NameError',
        message: "name 'moderate' is not defined",
        file: 'weather/logic.py',
        line,
      },
    })
  })
})

describe('on a TaskManager that has run a job of the same package in thread mode', () => {
  test('a job runs its own code, and the first one does so again', async ({ stack }) => {
    expect(await stack.run(rainyInThread)).toMatchReference()
    const { run: broken } = await runBroken(stack, rainyInThread, 'boundary left out')
    expect(broken.verdict).toBe('fail')
    expect(broken.counts).toMatchObject({ matched: 480, lost: 26 })
    expect(await stack.run(rainyInThread)).toMatchReference()
  })
})
