/** Specs of fields that a scenario names and its reference does not have. */
import { expect, test } from 'vitest'

import { prepareCheck } from '../../../../harness/property/prepare-check.ts'
import { prepare } from '../../../../harness/run/prepare.ts'
import type { ScenarioOptions } from '../../../../harness/scenario/scenario.ts'
import { orders, type Price } from '../../run/orders.ts'

/** The compiler refuses such names as well, where it is asked. */
const misnamed = (named: object): Partial<Pick<ScenarioOptions<never, Price>, 'identity' | 'tolerance'>> => named

const wrong: readonly (readonly [string, object, string])[] = [
  ['an identity', { identity: 'idd' }, 'identity: no row of the reference has a field idd'],
  ['one of several', { identity: ['id', 'day'] }, 'identity: no row of the reference has a field day'],
  ['a tolerance', { tolerance: { euro: 0.1 } }, 'tolerance: no row of the reference has a field euro'],
]

test.each(wrong)('%s is refused, in a run and in a check', async (_, named, what) => {
  await using made = await orders()
  const scenario = { ...made.scenario, ...misnamed(named) }
  const refused = {
    code: 'SCENARIO_INVALID',
    message: `scenario orders: ${what}; the first row has id, euros`,
    remedy: 'Name a field of the rows that the reference returns.',
  }
  await expect(prepare(scenario)).rejects.toMatchObject(refused)
  await expect(prepareCheck(scenario)).rejects.toMatchObject(refused)
})

test('a field that some rows have, and a function, are taken', async () => {
  await using made = await orders()
  const { reference } = made.scenario
  const some = reference.map(({ id, euros }) => (id === 3 ? { id, euros, day: 1 } : { id, euros }))
  await expect(
    prepare({ ...made.scenario, reference: some, ...misnamed({ identity: ['id', 'day'] }) }),
  ).resolves.toBeDefined()
  await expect(prepare({ ...made.scenario, identity: ({ id }) => id })).resolves.toBeDefined()
})

test('where the reference expects no row, no field is missing', async () => {
  await using made = await orders({}, 'id,cents\n2,0\n')
  await expect(prepare({ ...made.scenario, ...misnamed({ identity: 'idd' }) })).resolves.toMatchObject({
    expectedRows: 0,
  })
})
