/** Specs of what is offered to a project's own vitest.config.ts. */
import { beforeEach, expect, test, vi } from 'vitest'

import { rerunOnInputs } from '../../../harness/vitest/config.ts'
import { noteInputs } from '../../../harness/vitest/inputs.ts'
import { temporaryFolder } from '../evidence/temporary-folder.ts'

beforeEach(async () => void vi.spyOn(process, 'cwd').mockReturnValue(await temporaryFolder()))

/** What vitest would be told to run for a changed file; undefined where it is not even asked. */
const ran = (file: string): unknown => {
  const [{ pattern, testsToRun }] = rerunOnInputs as [(typeof rerunOnInputs)[number]]
  const match = pattern.exec(file)
  return match ? testsToRun(file, match) : undefined
}

test('an input of a spec reruns the spec', () => {
  noteInputs('/p/a.spec.ts', 'test', ['/p/jobs/schema.json'])
  expect(ran('/p/jobs/schema.json')).toEqual(['/p/a.spec.ts'])
})

test('a file that is no input is left to vitest, which an empty list would forbid', () => {
  expect(ran('/p/other.json')).toBeNull()
})

test.each(['a.ts', 'a.mts', 'a.cts', 'a.js', 'a.mjs', 'a.tsx', 'a.jsx'])(
  '%s is left to vitest, which follows imports',
  (name) => {
    noteInputs('/p/a.spec.ts', 'test', [`/p/${name}`])
    expect(ran(`/p/${name}`)).toBeUndefined()
  },
)
