/** Specs of the tally: what is told of the rows that were generated. */
import { expect, test } from 'vitest'

import { edgesOf } from '../../../harness/property/arbitrary/cells.ts'
import { expectCase } from '../../../harness/property/batch/batch.ts'
import { Tally } from '../../../harness/property/tally.ts'
import { order, type Order, scenario } from './orders.ts'

const isOnBoundary = ({ total }: Order): boolean => total === 100

function tallied(tally: Tally<Order>, ...cases: readonly (readonly Order[])[]): Tally<Order> {
  for (const rows of cases) tally.add(expectCase(scenario, rows))
  return tally
}

test('cases are counted by their size, rows by whether the reference keeps something of them', () => {
  const small = order({ total: 1 })
  const tally = tallied(new Tally({}, null), [order()], [small, small], [order(), small, order()])
  expect([tally.cases, tally.rows]).toEqual([3, 6])
  expect(tally.statistics()).toEqual({
    sizes: [
      ['1', 1],
      ['2', 1],
      ['3 to 5', 1],
    ],
    keptRows: 3,
    edges: [],
    edgeValues: null,
  })
})

test('an edge whose function throws is reported with the row and its own line', () => {
  const edges = { note: ({ note }: Order) => (note as string).length > 3 }
  expect(() => tallied(new Tally(edges, null), [order()])).toThrow(
    expect.objectContaining({
      code: 'OPTION_INVALID',
      message: expect.stringMatching(
        /^the check's edge "note" failed: .* \{"id":1,.*\}, thrown at specs\/.*tally\.spec\.ts:\d+$/,
      ),
    }),
  )
})

test('rows on a declared edge are counted, and one that was not reached has none', () => {
  const edges = { boundary: isOnBoundary, 'below zero': ({ total }: Order) => total < 0 }
  const tally = tallied(new Tally(edges, null), [order(), order({ total: 5 })], [order()])
  expect(tally.statistics().edges).toEqual([
    ['boundary', 2],
    ['below zero', 0],
  ])
})

test('the edge values of derived columns are counted once each, and -0 is not 0', () => {
  const of = edgesOf('double').length
  const tally = tallied(new Tally({}, new Map([['total', 'double']])), [order({ total: 0 }), order({ total: 0 })])
  expect(tally.statistics().edgeValues).toEqual({ hit: 1, of })
  expect(tallied(tally, [order({ total: -0 }), order({ total: 77 })]).statistics().edgeValues).toEqual({ hit: 2, of })
})
