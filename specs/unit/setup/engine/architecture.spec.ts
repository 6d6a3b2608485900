/** An architecture by the names that Docker, Podman and Node have for it. */
import { expect, test } from 'vitest'

import { isOfThisMachine, isTried } from '../../../../harness/setup/engine/architecture.ts'

test('x86-64 has been tried, whatever it is called, and no other', () => {
  expect(['x86_64', 'amd64', 'aarch64', 'arm64', 's390x', 'i686'].map(isTried)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})

test("an engine is of this machine's architecture by any of its names", () => {
  expect(isOfThisMachine('x86_64', 'x64')).toBe(true)
  expect(isOfThisMachine('amd64', 'x64')).toBe(true)
  expect(isOfThisMachine('aarch64', 'arm64')).toBe(true)
  expect(isOfThisMachine('aarch64', 'x64')).toBe(false)
  expect(isOfThisMachine('s390x', 's390x')).toBe(true)
})
