/** The public surface for specs: vitest's own `test` with a `stack`, and `expect` that can compare with a reference and say how fast. */
import './measure-matchers.ts'

export { expect } from './to-match-reference.ts'
export type { LatencyLimits } from './measure-matchers.ts'
export { test, type SpecStack } from './stack.ts'
export { describe } from 'vitest'
