/** Specs of adding checks up. */
import { expect, test, vi } from 'vitest'

import { StreamassayError } from '../../../harness/errors.ts'
import { type Check, type CheckOutcome, runChecks } from '../../../checks/report.ts'
import { onlyThisEndsItMs, patience } from '../../patience.ts'
import { capturePrinted } from './printed.ts'

const check = (name: string, passed: number, failed: number, output = ''): Check => ({
  name,
  run: async () => ({ passed, failed, output }),
})

test('the parts of all checks are added up, and the last line is the sum', async () => {
  const printed = capturePrinted()
  expect(await runChecks([[check('types', 1, 0), check('specs', 540, 0)]])).toBe(0)
  expect(printed()).toMatch(
    /^types \.\.\. ok \(1\), \d+\.\d s\nspecs \.\.\. ok \(540\), \d+\.\d s\n\n541 passed, 0 failed\n$/,
  )
})

test('a check that fails shows its output and keeps none of the others from running', async () => {
  const printed = capturePrinted()
  expect(
    await runChecks([[check('lint', 0, 2, 'a.ts:1: no\nb.ts:2: no\n'), check('format', 1, 0, 'all is fine')]]),
  ).toBe(1)
  expect(printed()).toMatch(/lint \.\.\. FAILED \(2\), \d+\.\d s\na\.ts:1: no\nb\.ts:2: no\nformat \.\.\. ok/)
  expect(printed()).not.toContain('all is fine')
  expect(printed()).toMatch(/\n1 passed, 2 failed\n$/)
})

test('a check that cannot be run has failed, and says why', async () => {
  const printed = capturePrinted()
  const broken: Check = { name: 'python jobs', run: () => Promise.reject(new Error('no engine answers')) }
  expect(await runChecks([[check('types', 1, 0), broken]])).toBe(1)
  expect(printed()).toContain('Error: no engine answers')
  expect(printed()).toMatch(/\n1 passed, 1 failed\n$/)
})

test('that nothing failed is no success when nothing passed either', async () => {
  capturePrinted()
  expect(await runChecks([])).toBe(1)
  expect(await runChecks([[check('specs', 0, 0)]])).toBe(1)
})

test('a check that shows itself has its name above what it shows, and again below', async () => {
  const printed = capturePrinted()
  const shown: Check = {
    name: 'specs: unit',
    shown: true,
    async run(show) {
      show('its own lines\n')
      return { passed: 3, failed: 0, output: '' }
    },
  }
  await runChecks([[shown]])
  expect(printed()).toMatch(/^specs: unit\nits own lines\nspecs: unit ok \(3\), /)
})

test('a check that others need ends the list when it fails, with its remedy and exit code 2', async () => {
  const printed = capturePrinted()
  const failure = new StreamassayError('ENGINE_MISSING', 'no engine', { remedy: 'install one', details: ['a line'] })
  const setUp: Check = { name: 'set-up', needed: true, run: () => Promise.reject(failure) }
  expect(await runChecks([[check('types', 1, 0)], [setUp, check('specs', 1, 0)]])).toBe(2)
  expect(printed()).toContain('error: no engine [ENGINE_MISSING]\n  a line\nremedy: install one\n')
  expect(printed()).not.toContain('specs')
  expect(printed()).toMatch(/\n1 passed, 1 failed\n$/)
})

test('lanes run side by side, and each check is shown in its place of the list', async () => {
  const printed = capturePrinted()
  const containers = Promise.withResolvers<void>()
  const unit: Check = {
    name: 'unit',
    shown: true,
    async run(show) {
      show('unit begins\n')
      // It ends only because the other lane runs meanwhile.
      await containers.promise
      expect(printed()).toBe('unit\nunit begins\n')
      show('unit ends\n')
      return { passed: 1, failed: 0, output: '' }
    },
  }
  const withContainers: Check = {
    name: 'containers',
    async run() {
      containers.resolve()
      return { passed: 1, failed: 0, output: '' }
    },
  }
  expect(await runChecks([[unit], [withContainers, check('last', 1, 0)]])).toBe(0)
  const seconds = /\d+\.\d s/g
  expect(printed().replaceAll(seconds, 'N s').split('\n')).toEqual([
    'unit',
    'unit begins',
    'unit ends',
    'unit ok (1), N s',
    'containers ... ok (1), N s',
    'last ... ok (1), N s',
    '',
    '3 passed, 0 failed',
    '',
  ])
})

/** A check that says so and never ends. */
const hanging = (name: string): Check => ({
  name,
  shown: true,
  run(show) {
    show(`${name} has begun\n`)
    return new Promise(() => undefined)
  },
})

test('an interruption shows what every lane has said, and what has not ended counts as failed', async () => {
  const printed = capturePrinted()
  const interrupted = new AbortController()
  const ended = runChecks(
    [
      [check('types', 1, 0), hanging('unit')],
      [hanging('containers'), check('last', 1, 0)],
    ],
    interrupted.signal,
  )
  await vi.waitFor(() => expect(printed()).toContain('unit has begun'), patience)
  expect(printed()).not.toContain('containers')
  interrupted.abort()
  expect(await ended).toBe(1)
  expect(printed()).toContain('containers has begun')
  expect(printed()).toContain('last was interrupted\n')
  expect(printed()).toMatch(/\n1 passed, 3 failed\n$/)
})

test('a check that is over its limit is told to end, has failed by name, and keeps none of the others from running', async () => {
  const printed = capturePrinted()
  const told = vi.fn<() => void>()
  const endless: Check = {
    name: 'lint',
    limitMinutes: onlyThisEndsItMs / 60_000,
    run(_, signal) {
      signal.addEventListener('abort', told)
      const { promise, resolve } = Promise.withResolvers<CheckOutcome>()
      signal.addEventListener('abort', () => resolve({ passed: 0, failed: 1, output: 'at the 7th file\n' }))
      return promise
    },
  }
  expect(await runChecks([[endless, check('format', 1, 0)]])).toBe(1)
  expect(told).toHaveBeenCalledOnce()
  expect(printed()).toMatch(/lint did not end within \S+ minutes\nat the 7th file\n/)
  expect(printed()).toMatch(/\n1 passed, 1 failed\n$/)
})
