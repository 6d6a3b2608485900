/** The public surface for specs: vitest's own `test` with a `stack`, and `expect` that can compare with a reference. */
export { expect } from './to-match-reference.ts'
export { test, type SpecStack } from './stack.ts'
export { describe } from 'vitest'
