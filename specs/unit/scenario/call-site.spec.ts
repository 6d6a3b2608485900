/** Specs of learning which module made a call. */
import { fileURLToPath } from 'node:url'
import { runInThisContext } from 'node:vm'
import { expect, test } from 'vitest'

import { callerPath } from '../../../harness/scenario/call-site.ts'

const define = (): string | null => callerPath()

test('a function learns which module called it', () => {
  expect(define()).toBe(fileURLToPath(import.meta.url))
})

test('a caller that is no file is unknown', () => {
  expect(runInThisContext('(define) => define()')(define)).toBeNull()
})
