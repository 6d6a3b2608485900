/** Specs of how many stacks run at the same time. */
import { expect, test } from 'vitest'

import { stackLimits } from '../../worker-stacks/how-many.ts'

const gib = 2 ** 30

test.each([
  { cores: 2, memoryGib: 23.5, maxWorkers: 3, maxConcurrency: 4 },
  { cores: 8, memoryGib: 64, maxWorkers: 6, maxConcurrency: 4 },
  { cores: 4, memoryGib: 15.6, maxWorkers: 4, maxConcurrency: 1 },
  { cores: 2, memoryGib: 8, maxWorkers: 1, maxConcurrency: 3 },
  { cores: 8, memoryGib: 6, maxWorkers: 1, maxConcurrency: 1 },
  { cores: 2, memoryGib: 1, maxWorkers: 1, maxConcurrency: 1 },
])('$cores cores with $memoryGib GiB: $maxWorkers workers, $maxConcurrency specs of a file', (machine) => {
  const { cores, memoryGib, ...limits } = machine
  expect(stackLimits(cores, [memoryGib * gib])).toEqual(limits)
})

test('all stacks that may run fit into the memory, from 6 GiB on', () => {
  for (let memoryGib = 6; memoryGib <= 64; memoryGib += 0.25) {
    for (const cores of [1, 2, 4, 16]) {
      const { maxWorkers, maxConcurrency } = stackLimits(cores, [memoryGib * gib])
      expect(maxWorkers * (2 + maxConcurrency) * 1.1 + 2).toBeLessThanOrEqual(memoryGib)
    }
  }
})

test('the least of the memories that are known counts', () => {
  expect(stackLimits(2, [64 * gib, Infinity, 8 * gib])).toEqual(stackLimits(2, [8 * gib]))
})
