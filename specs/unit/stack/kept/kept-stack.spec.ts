/** Specs of what makes a stack a kept one, and of when it is not any more. */
import { expect, test } from 'vitest'

import { isKeptWell, isStartedFrom, keptStacks } from '../../../../harness/stack/kept/kept-stack.ts'
import { keptVolume, owners } from '../cleanup/fake-engine.ts'
import { keptStack } from './fake-api.ts'

test('it is kept well until a minute after its time, for its keeper needs a moment to remove it', () => {
  const kept = keptStack({ untilMs: 100_000 })
  expect([99_000, 159_999, 160_000].map((nowMs) => isKeptWell(kept, 'here', nowMs))).toEqual([true, true, false])
})

test('it is not kept well when its keeper is gone', () => {
  expect(isKeptWell(keptStack(), 'gone')).toBe(false)
})

test.each(['alive', 'unknown'] as const)(
  'it is kept well while its keeper elsewhere is %s, whatever our clock says',
  (keeper) => {
    expect(isKeptWell(keptStack({ untilMs: 0 }), keeper)).toBe(true)
  },
)

test('volumes that tell nothing, or in the way of another version, are passed over', () => {
  const told = keptVolume('told', owners.alive, 1000)
  const other = { ...told, Labels: { ...told.Labels, 'streamassay.kept.details': '{"schema":1}' } }
  const silent = { ...told, Labels: { 'streamassay.stack': 'x' } }
  expect(keptStacks([other, silent, { Name: 'foreign', Labels: null }])).toEqual([])
  expect(keptStacks([other, told]).map(({ id, name, owner, untilMs }) => ({ id, name, owner, untilMs }))).toEqual([
    { id: '0123456789ab', name: 'default', owner: owners.alive, untilMs: 1000 },
  ])
})

test('it is started from the same images only when both are the same', () => {
  const kept = keptStack()
  expect(isStartedFrom({ kafka: 'kafka:1', pyflink: 'pyflink:1' }, kept)).toBe(true)
  expect(isStartedFrom({ kafka: 'kafka:2', pyflink: 'pyflink:1' }, kept)).toBe(false)
  expect(isStartedFrom({ kafka: 'kafka:1', pyflink: 'pyflink:2' }, kept)).toBe(false)
})
