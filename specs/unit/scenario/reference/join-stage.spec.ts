/** Specs of the reference as a join, and of the other streams that a scenario names for it. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { column } from '../../../../harness/scenario/columns.ts'
import { csvFixture } from '../../../../harness/scenario/csv/csv-fixture.ts'
import { defineScenario, pyflinkJob } from '../../../../harness/scenario/define-scenario.ts'
import type { SideRows } from '../../../../harness/scenario/reference/join-stage.ts'
import { pipeline } from '../../../../harness/scenario/reference/pipeline.ts'

const Order = z.object({ id: column.int(), customer: column.text() })
const Customer = z.object({ name: column.text(), city: column.text() })
type CustomerRow = z.output<typeof Customer>

const customers = csvFixture('customers.csv', Customer)
const joined = pipeline(Order).join(
  customers,
  { where: ({ customer }) => customer, equalTo: ({ name }) => name },
  function withCity({ id }, { city }) {
    return { id, city }
  },
)
const rowsOf = (...rows: CustomerRow[]): SideRows =>
  new Map([[customers, rows.map((row, at) => ({ row, line: at + 2 }))]])
const some = rowsOf({ name: 'Ada', city: 'London' }, { name: 'Emmy', city: 'Erlangen' }, { name: 'Ada', city: 'Turin' })

describe('a join', () => {
  test('gives a row for each row of the side that has its key, in the side’s order, and drops the others', () => {
    const given = [
      { id: 1, customer: 'Emmy' },
      { id: 2, customer: 'Grace' },
      { id: 3, customer: 'Ada' },
    ]
    expect(joined.withSides(some).apply(given)).toEqual([
      { id: 1, city: 'Erlangen' },
      { id: 3, city: 'London' },
      { id: 3, city: 'Turin' },
    ])
  })

  test('of an empty side gives nothing', () =>
    expect(joined.withSides(rowsOf()).apply([{ id: 1, customer: 'Ada' }])).toEqual([]))

  test('names its side, depends on no row before, and goes on as any pipeline does', () => {
    expect(joined.sides).toEqual([customers])
    expect(joined.isStateful).toBe(false)
    const cities = joined.map(({ city }) => city).withSides(some)
    expect(cities.apply([{ id: 1, customer: 'Emmy' }])).toEqual(['Erlangen'])
    expect(cities.sides).toEqual([customers])
  })

  test('without the rows of its side says what it needs', () =>
    expect(() => joined.apply([{ id: 1, customer: 'Ada' }])).toThrow(
      'the reference failed at stage 1 (join withCity): it needs the rows of customers.csv: pass them with `withSides`',
    ))

  test('with a key of the side that is none names the line', () => {
    const odd = pipeline(Order).join(
      customers,
      { where: () => 'x', equalTo: () => undefined as unknown as string },
      () => 1,
    )
    expect(() => odd.withSides(some)).toThrow('on line 2 of customers.csv: its key is undefined')
  })

  test('lets nobody change the rows of the side', () => {
    const changing = pipeline(Order).join(customers, { where: () => 1, equalTo: () => 1 }, (_, customer) => {
      Object.assign(customer, { city: 'Rome' })
      return 1
    })
    expect(() => changing.withSides(some).apply([{ id: 1, customer: 'Ada' }])).toThrow('read only')
  })
})

describe('the sides of a scenario', () => {
  const options = {
    name: 'orders-with-cities',
    job: pyflinkJob({ root: 'jobs', module: 'orders.job' }),
    input: csvFixture('orders.csv', Order),
    sides: { customers },
    reference: joined,
    identity: 'id',
  } as const

  test('are named', () => expect(defineScenario(options).sides).toEqual({ customers }))

  test.for([
    [{ sides: {} }, 'sides: the reference joins with customers.csv, which is not one of them'],
    [{ sides: { customers, out: customers } }, 'sides: the name out is reserved: choose another name'],
    [{ sides: { Customers: customers } }, 'sides.Customers'],
    [{ sidesSent: 'last' }, "set `ends: 'when-stopped'`"],
    [{ ends: 'never', sentinel: { id: 0, customer: 'Ada' } }, 'may not have read its `sides`'],
  ] as const)('that cannot be are refused: %j', ([changed, complaint]) =>
    expect(() => defineScenario({ ...options, ...changed })).toThrow(complaint),
  )

  test('may be sent last to a job that waits for them', () =>
    expect(defineScenario({ ...options, sidesSent: 'last', ends: 'when-stopped' }).sidesSent).toBe('last'))

  test('keep a sentinel from being judged before they have been read', () =>
    expect(defineScenario({ ...options, sentinel: { id: 0, customer: 'Ada' } }).sentinel).toBeDefined())
})
