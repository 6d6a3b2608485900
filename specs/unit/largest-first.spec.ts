/** Specs of the order of spec files. */
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'

import { sizeBytes } from '../largest-first.ts'

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url))

test('a spec file counts with the modules of specs/ that it imports, each once', () => {
  // The first two import the third.
  const modules = ['run-broken.ts', 'mutate.ts', 'mutants.ts'].map((name) => `broken-jobs/${name}`)
  const sizes = ['scenarios/sinks.spec.ts', ...modules].map((name) => statSync(path(name)).size)
  expect(sizeBytes(path('scenarios/sinks.spec.ts'))).toBe(sizes.reduce((sum, size) => sum + size))
})
