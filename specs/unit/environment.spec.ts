/** Specs of what is read from the environment. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

import { afterEach, expect, test, vi } from 'vitest'

import { environment } from '../../harness/environment.ts'
import { temporaryFolder } from './evidence/temporary-folder.ts'

afterEach(() => vi.unstubAllEnvs())

test('a variable is read anew each time, and an empty one is as one that is not set', () => {
  vi.stubEnv('STREAMASSAY_KAFKA_IMAGE', undefined)
  expect(environment.kafkaImage()).toBeUndefined()
  vi.stubEnv('STREAMASSAY_KAFKA_IMAGE', 'cp-kafka:8.2.0')
  expect(environment.kafkaImage()).toBe('cp-kafka:8.2.0')
  vi.stubEnv('STREAMASSAY_KAFKA_IMAGE', '')
  expect(environment.kafkaImage()).toBeUndefined()
})

test('a process that is to know none of our variables has them all, and no others, as if they were not set', () => {
  vi.stubEnv('STREAMASSAY_KEPT_NAME', 'mine')
  vi.stubEnv('NODE_EXTRA_CA_CERTS', '/etc/ssl/extra.crt')
  const without = environment.withoutOwn()
  expect(without).toMatchObject({ STREAMASSAY_KEPT_NAME: '' })
  expect(without).not.toHaveProperty('NODE_EXTRA_CA_CERTS')
  vi.stubEnv('STREAMASSAY_KEPT_NAME', without['STREAMASSAY_KEPT_NAME'])
  expect(environment.keptName()).toBe('default')
})

test('a reaper that is disabled here is disabled for testcontainers', () => {
  vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', undefined)
  expect(environment.isReaperDisabled()).toBe(false)
  environment.disableReaper()
  expect(environment.isReaperDisabled()).toBe(true)
})

test('compiled code is kept where the environment says, else where we say, by every child', async () => {
  const folder = await temporaryFolder()
  vi.stubEnv('NODE_COMPILE_CACHE', undefined)
  environment.keepCompiledCode(folder)
  environment.keepCompiledCode(join(folder, 'another'))
  const child = execFileSync(process.execPath, ['--print', 'process.env.NODE_COMPILE_CACHE'], { encoding: 'utf8' })
  expect(child).toBe(`${folder}\n`)
})

test('only the proxy settings that are there are handed on', () => {
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy']) {
    vi.stubEnv(name, undefined)
  }
  vi.stubEnv('https_proxy', 'http://proxy.example:3128')
  vi.stubEnv('NO_PROXY', '')
  expect(environment.proxySettings()).toEqual({ https_proxy: 'http://proxy.example:3128' })
})

test('certificate files are those that the environment names, in the order of trust', () => {
  for (const name of ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'PIP_CERT', 'AWS_CA_BUNDLE']) vi.stubEnv(name, undefined)
  vi.stubEnv('SSL_CERT_FILE', '/etc/ssl/all.crt')
  vi.stubEnv('NODE_EXTRA_CA_CERTS', '/etc/ssl/extra.crt')
  expect(environment.certificateFiles()).toEqual(['/etc/ssl/extra.crt', '/etc/ssl/all.crt'])
})

test.each([
  [undefined, false],
  ['', false],
  ['0', false],
  ['false', false],
  ['No', false],
  ['1', true],
  ['true', true],
])('a switch is read from %j as %j', (value, isOn) => {
  vi.stubEnv('STREAMASSAY_ALL', value)
  expect(environment.isOn('STREAMASSAY_ALL')).toBe(isOn)
})

test('what is kept has a name of its own where the environment gives one', () => {
  vi.stubEnv('STREAMASSAY_KEPT_NAME', undefined)
  expect(environment.keptName()).toBe('default')
  vi.stubEnv('STREAMASSAY_KEPT_NAME', 'nightly')
  expect(environment.keptName()).toBe('nightly')
})
