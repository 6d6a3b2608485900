/** The promises of a check: what it falls back to, what it says of itself, and that it is never green with cases missing. */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { defineScenario, pipeline, type Scenario } from 'streamassay'
import { describe, expect, test } from 'streamassay/vitest'
import { onTestFinished } from 'vitest'

import { deriveRow } from '../../harness/property/arbitrary/derive-row.ts'
import rainyDays, { Day } from '../../scenarios/rainy-days.ts'
import { type ImperialDay, isRainy, type MeasuredDay, toImperial } from '../../scenarios/reference/weather.ts'
import weeksOfWeather, { check as daysOfSpring } from '../../scenarios/weeks-of-weather.ts'
import { checkSeeded } from '../broken-jobs/check-seeded.ts'
import type { Mutant } from '../broken-jobs/mutants.ts'
import { seededBugs } from '../broken-jobs/seeded-bugs.ts'
import { usualArguments } from '../usual-arguments.ts'

const seed = 1

/** The rainy-days job with an edit of its own. */
const edited = (edit: Omit<Mutant, 'job'>, scenario: Scenario<MeasuredDay, ImperialDay> = rainyDays) => ({
  mutant: { job: 'weather' as const, ...edit },
  scenario,
  model: scenario.reference,
})

/** The weeks job is told to end, always. */
const alwaysBounded: NonNullable<typeof weeksOfWeather.args> = (topics) => usualArguments({ ...topics, bounded: true })

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'streamassay-regressions-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

describe('a check', () => {
  test('of a job with a bug that the reference has too passes: nothing else is looked at', async ({ stack }) => {
    const { mutant } = seededBugs['boundary of a filter']
    const copied = pipeline(Day)
      .map(toImperial)
      .filter((day) => isRainy(day) && day.precipitation_in !== 0.04)
    const check = await checkSeeded(
      stack,
      { mutant, scenario: { ...rainyDays, reference: copied }, model: copied },
      { seed },
    )
    expect(check).toMatchReference()
  })

  test('whose rows the reference drops says that it has tested nothing', async ({ stack }) => {
    const dry = deriveRow(Day, { kept: [], dropped: [] }, 'here').map((day) => Object.assign(day, { precipitation: 0 }))
    const check = await stack.check(rainyDays, { seed, row: dry, regressions: null })
    expect(check.verdict).toBe('unknown')
    expect(check.reason).toContain('the reference keeps 0.0 % of the generated rows')
  })

  test('of a job that runs in parallel, and shuffles, falls back to jobs that end, and says so', async ({ stack }) => {
    const shuffling = edited({
      file: 'job.py',
      replace: '.map(to_imperial)',
      by: '.rebalance()\n        .map(to_imperial).set_parallelism(2)',
    })
    const check = await checkSeeded(stack, shuffling, { seed, cases: 20 })
    expect(check).toMatchReference()
    expect(check.fallback).toMatch(/^its operator .* has a parallelism of 2$/)
    expect(check.report).toContain('order not judged')
  })

  test('of a job that ends although it should wait falls back, and finds what is wrong with it', async ({ stack }) => {
    const bounded = edited({ file: '../wiring/ends.py', replace: 'if options.bounded:', by: 'if True:' })
    const check = await checkSeeded(stack, bounded, { seed, cases: 20 })
    expect(check).toMatchReference()
    expect(check.fallback).toContain('it read its input to an end and FINISHED instead of waiting for more rows')
  })

  test('of a job that ends whatever it is told does not judge late rows', async ({ stack }) => {
    const ending = defineScenario({ ...weeksOfWeather, ends: 'with-input', args: alwaysBounded })
    const check = await stack.check(ending, { ...daysOfSpring, seed, cases: 1, regressions: null })
    expect(check.verdict).toBe('unknown')
    expect(check.reason).toMatch(/ended before it was stopped and before all rows were sent/)
  })

  test('of a job that writes in transactions gives it checkpoints, and says so', async ({ stack }) => {
    const transactional = edited({
      file: '../wiring/ends.py',
      replace: '.set_delivery_guarantee(DeliveryGuarantee.AT_LEAST_ONCE)',
      by: '.set_delivery_guarantee(DeliveryGuarantee.EXACTLY_ONCE).set_transactional_id_prefix(options.output).set_property("transaction.timeout.ms", "60000")',
    })
    const check = await checkSeeded(stack, transactional, { seed })
    expect(check).toMatchReference()
    expect(check).toMatchObject({ cases: 200, fallback: null })
    expect(check.report).toContain(
      'one running job with a checkpoint every 200 ms, because its sink writes in transactions',
    )
  })

  test('of a job that destroys what parts the cases names that row', async ({ stack }) => {
    const doubling = edited({
      file: 'job.py',
      replace: '.filter(is_rainy)',
      by: '.filter(is_rainy)\n        .flat_map(lambda day: [day, day])',
    })
    const check = await checkSeeded(stack, doubling, { seed, cases: 20 })
    expect(check.verdict).toBe('fail')
    expect(check.counterexample).toMatchObject({ source: 'sentinel', comparison: { counts: { duplicated: 1 } } })
    expect(check.counterexample?.rows).toHaveLength(1)
  })

  test('of a job that cannot be imported says what Python said', async ({ stack }) => {
    const broken = edited({ file: 'logic.py', replace: 'import math', by: 'import maths' })
    const check = await checkSeeded(stack, broken, { seed, cases: 20 })
    expect(check.verdict).toBe('fail')
    expect(check.report).toContain("ModuleNotFoundError: No module named 'maths'")
  })
})

describe('a counterexample', () => {
  const bug = seededBugs['rounding of a float']

  test('is found again from its seed and path alone', async ({ stack }) => {
    const found = await checkSeeded(stack, bug, { seed })
    expect(found.path).toMatch(/^\d+(:\d+)+$/)
    const again = await checkSeeded(stack, bug, { seed: found.seed, path: found.path ?? '' })
    expect(again.verdict).toBe('fail')
    expect(again.counterexample?.rows).toEqual(found.counterexample?.rows)
    expect(again.path).toBe(found.path)
  })

  test('is kept, and judged first the next time', async ({ stack }) => {
    const regressions = await temporaryFolder()
    const found = await checkSeeded(stack, bug, { seed, regressions })
    expect((await readdir(regressions)).map((name) => name.replace(/^\w+/, '')).toSorted()).toEqual(['.csv', '.ndjson'])
    const again = await checkSeeded(stack, bug, { seed: seed + 1, regressions })
    expect(again.counterexample?.source).toBe('regression')
    expect(again.counterexample?.rows).toEqual(found.counterexample?.rows)
    expect(again.cases).toBe(0)
    // And the right job passes what the broken one did not.
    expect(await stack.check(rainyDays, { seed, cases: 20, regressions })).toMatchReference()
  })

  test('of a crash is told with the Python line, and its job is started anew', async ({ stack }) => {
    const crashing = seededBugs['crash on an empty string']
    const check = await checkSeeded(stack, crashing, { seed })
    expect(check.verdict).toBe('fail')
    expect(check.restarts).toBeGreaterThan(0)
    expect(check.exception).toMatchObject({ type: 'IndexError', file: 'weather/logic.py' })
    expect(check.report.split('\n').slice(0, 5).join('\n')).toContain('IndexError: string index out of range')
  })
})

test('a Python worker that is killed in the middle is never a pass with cases missing', async ({ stack }) => {
  const kill = async (): Promise<void> => {
    const container = `streamassay-${stack.id}-taskmanager`
    // The worker alone, and not the shell that looks for it.
    const script = 'for p in /proc/[0-9]*; do grep -qs [b]eam_boot "$p/cmdline" && kill -9 "${p#/proc/}"; done; true'
    await promisify(execFile)('docker', ['exec', container, 'bash', '-c', script])
  }
  let rows = 0
  const row = deriveRow(Day, { kept: [], dropped: [] }, 'here').map((day) => {
    rows += 1
    // Somewhere in the second thousand of rows that are made, while the first ones are judged.
    if (rows === 2500) void kill()
    return Object.assign(day, { precipitation: 20 })
  })
  const check = await stack.check(rainyDays, { seed, row, cases: 600, regressions: null })
  expect(check.restarts).toBe(1)
  expect(check.verdict).toBe('unknown')
  // A worker that dies between two bundles may be missed by nobody but whoever waits for its rows.
  expect(check.reason).toMatch(
    /(the job ended as FAILED|no more rows arrived from the job for 15 s), but no case reproduces it: the job is not deterministic/,
  )
  expect(check.cases).toBe(600)
})
