/** Specs of the mirrors that the environment names. */
import { beforeEach, expect, test, vi } from 'vitest'

import { checkMirrors, debianSources, mavenMirror, pypiMirror } from '../../../../harness/setup/network/mirrors.ts'

const variables = [
  'STREAMASSAY_DEBIAN_MIRROR',
  'STREAMASSAY_DEBIAN_SECURITY_MIRROR',
  'STREAMASSAY_MAVEN_MIRROR',
  'STREAMASSAY_PYPI_MIRROR',
  'PIP_INDEX_URL',
]

beforeEach(() => {
  for (const name of variables) vi.stubEnv(name, undefined)
  return () => vi.unstubAllEnvs()
})

test('no mirror is used where none is named', () => {
  expect([debianSources(), mavenMirror(), pypiMirror()]).toEqual([[], undefined, undefined])
})

test("Debian's mirror serves the release and its updates, and security updates next to itself", () => {
  vi.stubEnv('STREAMASSAY_DEBIAN_MIRROR', 'http://mirror.example/debian/')
  expect(debianSources()).toEqual([
    'deb http://mirror.example/debian bookworm main',
    'deb http://mirror.example/debian bookworm-updates main',
    'deb http://mirror.example/debian-security bookworm-security main',
  ])
  vi.stubEnv('STREAMASSAY_DEBIAN_SECURITY_MIRROR', 'https://other.example/security')
  expect(debianSources()[2]).toBe('deb https://other.example/security bookworm-security main')
})

test("pip's own variable names a mirror, and ours wins", () => {
  vi.stubEnv('PIP_INDEX_URL', 'https://pip.example/simple')
  expect(pypiMirror()?.href).toBe('https://pip.example/simple')
  vi.stubEnv('STREAMASSAY_PYPI_MIRROR', 'https://ours.example/simple')
  expect(pypiMirror()?.href).toBe('https://ours.example/simple')
})

test.each([
  ['STREAMASSAY_DEBIAN_MIRROR', 'mirror.example/debian', debianSources],
  ['STREAMASSAY_DEBIAN_SECURITY_MIRROR', 'ftp://mirror.example/security', debianSources],
  ['STREAMASSAY_MAVEN_MIRROR', 'central', mavenMirror],
  ['PIP_INDEX_URL', 'file:///simple', pypiMirror],
  ['STREAMASSAY_PYPI_MIRROR', 'me:s3cret@pypi.example/simple', pypiMirror],
])(
  '%s=%s is refused by the name of its variable, and its value, which may have a password, is not printed',
  (name, value, read) => {
    vi.stubEnv(name, value)
    const refusal = expect.objectContaining({
      code: 'OPTION_INVALID',
      message: `${name} is no http or https address`,
      remedy: expect.not.stringContaining(value),
    })
    expect(read).toThrow(refusal)
    expect(checkMirrors).toThrow(refusal)
  },
)

test('a mirror of security updates alone is refused, as the release would still come from elsewhere', () => {
  vi.stubEnv('STREAMASSAY_DEBIAN_SECURITY_MIRROR', 'http://mirror.example/security')
  expect(checkMirrors).toThrow(
    expect.objectContaining({
      code: 'OPTION_INVALID',
      message: 'STREAMASSAY_DEBIAN_SECURITY_MIRROR is set without STREAMASSAY_DEBIAN_MIRROR',
    }),
  )
})

test("a password in Debian's mirror is refused, as it would stay in the images, and is not printed", () => {
  vi.stubEnv('STREAMASSAY_DEBIAN_MIRROR', 'https://me:secret@mirror.example/debian')
  expect(debianSources).toThrow('STREAMASSAY_DEBIAN_MIRROR has a user name or password')
  expect(debianSources).not.toThrow(/secret/)
})
