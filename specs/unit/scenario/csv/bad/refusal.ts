/** A run of a file that is not sound: what it is refused with, and that nothing was sent. */
import { expect, vi } from 'vitest'
import type { z } from 'zod'

import { StreamassayError } from '../../../../../harness/errors.ts'
import { run } from '../../../../../harness/run.ts'
import { csvFixture } from '../../../../../harness/scenario/csv/csv-fixture.ts'
import { defineScenario } from '../../../../../harness/scenario/define-scenario.ts'
import { pipeline } from '../../../../../harness/scenario/reference/pipeline.ts'
import type { Scenario } from '../../../../../harness/scenario/scenario.ts'
import type { Stack } from '../../../../../harness/stack/stack.ts'
import { rejection } from '../csv-file.ts'
import { Day } from './bad-file.ts'

type DayRow = z.output<typeof Day>

/** A scenario of the file, and of a job that is sound; `onRow` is called for each row while the file is checked. */
export const days = (path: string, onRow: () => void = () => undefined): Scenario<DayRow, DayRow> =>
  defineScenario({
    name: 'days',
    job: { root: 'pyflink-jobs', module: 'weather.job' },
    input: csvFixture(path, Day),
    reference: pipeline(Day).map((row) => {
      onRow()
      return row
    }),
    identity: 'id',
  })

/** What a run is refused with; that it takes no stack is asserted, and without one there is nowhere to send to. */
export async function refusal(scenario: Scenario<DayRow, DayRow>): Promise<StreamassayError> {
  const stack = vi.fn<() => Promise<Stack>>()
  const error = await rejection(run(scenario, { stack, rerunCommand: '' }))
  expect(stack).not.toHaveBeenCalled()
  if (!(error instanceof StreamassayError)) throw error
  return error
}
