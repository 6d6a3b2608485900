/** Which rows share a lane, and what becomes of a function that names no group. */
import { describe, expect, test } from 'vitest'

import { laneNumber, Lanes } from '../../../../../harness/verdict/compare/order/lanes.ts'

const row = (out: unknown, line: number | null = 2) => ({ out, line })

describe('Lanes', () => {
  test('are the input partitions, unless the scenario puts rows into groups', () => {
    const lanes = new Lanes<unknown>()
    expect([lanes.rule, lanes.inputLane(row('a'), 3), lanes.inputLane(row('b'), 3)]).toEqual(['input', 3, 3])
  })

  test('are the groups of each input partition, a value of its own kind for each', () => {
    const lanes = new Lanes<unknown>((out) => out as string | number | bigint | boolean)
    const named = [row('1'), row(1), row(1n), row(true), row('1')].map((one) => lanes.inputLane(one, 0))
    expect(named.slice(0, 4)).toHaveLength(new Set(named).size)
    expect(named[4]).toBe(named[0])
    expect(lanes.inputLane(row('1'), 1)).not.toBe(named[0])
    expect(lanes.rule).toBe('groups')
  })

  test('differ by output partition', () => {
    expect(laneNumber(1, 0)).not.toBe(laneNumber(0, 1))
  })

  test('name the input line where the function fails, or names no group', () => {
    const failing = new Lanes<unknown>(() => {
      throw new Error('boom')
    })
    expect(() => failing.inputLane(row('a', 17), 0)).toThrow(
      "the scenario's order function failed on the row expected for input line 17: boom",
    )
    const nothing = new Lanes<unknown>(() => undefined as unknown as string)
    expect(() => nothing.inputLane(row('a', null), 0)).toThrow(
      'failed on the row expected for the sentinel: it returned undefined, but must return a string, a number or a boolean',
    )
  })
})
