/** Specs of noticing that the parent is gone. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { bootstrapModule } from './bootstrap.ts'

const { onParentGone } = await bootstrapModule<{ onParentGone: (react: () => void) => void }>('parent')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('a parent that lives is nothing to react to; one that is gone is, once, within 250 ms', () => {
  const parent = vi.spyOn(process, 'ppid', 'get').mockReturnValue(4711)
  const react = vi.fn<() => void>()
  onParentGone(react)
  vi.advanceTimersByTime(10_000)
  expect(react).not.toHaveBeenCalled()
  parent.mockReturnValue(1)
  vi.advanceTimersByTime(250)
  expect(react).toHaveBeenCalledOnce()
  vi.advanceTimersByTime(10_000)
  expect(react).toHaveBeenCalledOnce()
})
