/** The fuzzer of tolerances at length: each case is held against every pairing that there is. */
import { expect, test } from 'vitest'

import { passesRightJobs, pairsAsManyAsCanBe } from './tolerance-cases.ts'

const cases = 30_000

test(
  `${cases} cases of any rows are paired as well as can be`,
  async () => expect(await pairsAsManyAsCanBe(cases)).toBe(cases),
  600_000,
)
test(`${cases} right jobs pass`, async () => expect(await passesRightJobs(cases)).toBe(cases), 600_000)
