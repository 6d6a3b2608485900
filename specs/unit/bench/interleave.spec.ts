/** The order of measuring: sides in turn, again and again. */
import { expect, test } from 'vitest'

import { interleave } from '../../../bench/interleave.ts'

const counting = (order: string[], name: string) => {
  let calls = 0
  return async () => {
    order.push(name)
    calls += 1
    return { value: calls * 10 }
  }
}

const failing = () => Promise.reject(new Error('no broker'))

test('the sides take turns, and each keeps its measurements in their order', async () => {
  const order: string[] = []
  const samples = await interleave(3, { ours: counting(order, 'ours'), bare: counting(order, 'bare') }, () => undefined)
  expect(order).toEqual(['ours', 'bare', 'ours', 'bare', 'ours', 'bare'])
  expect(samples).toEqual({
    ours: [{ value: 10 }, { value: 20 }, { value: 30 }],
    bare: [{ value: 10 }, { value: 20 }, { value: 30 }],
  })
})

test('every measurement is told', async () => {
  const told: string[] = []
  await interleave(2, { ours: counting([], 'ours') }, (text) => told.push(text))
  expect(told).toEqual(['1 of 2: ours 10', '2 of 2: ours 20'])
})

test('a measurement that fails ends the measuring', async () => {
  const order: string[] = []
  const measured = interleave(5, { ours: failing, bare: counting(order, 'bare') }, () => undefined)
  await expect(measured).rejects.toThrow('no broker')
  expect(order).toEqual([])
})
