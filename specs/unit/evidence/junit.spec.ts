/** The XML that CI systems read, whole. */
import { expect, test } from 'vitest'

import { junitXml } from '../../../harness/evidence/junit.ts'

const passed = {
  scenario: 'rainy-days',
  verdict: 'pass' as const,
  reason: 'all 3 expected rows arrived once, in order',
  report: 'verdict: pass\n',
  startedAt: new Date('2026-11-23T04:15:00Z'),
  elapsedMs: 1234.5,
}

test('a run that passed is a case without anything in it', () => {
  expect(junitXml(passed)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="streamassay" tests="1" failures="0" errors="0" time="1.234">
      <testsuite name="rainy-days" tests="1" failures="0" errors="0" time="1.234" timestamp="2026-11-23T04:15:00.000Z">
        <testcase classname="streamassay" name="rainy-days" time="1.234"></testcase>
      </testsuite>
    </testsuites>
    "
  `)
})

test('a fail is a failure with its report, whatever is in it', () => {
  const xml = junitXml({ ...passed, verdict: 'fail', reason: 'a < b & "c"', report: 'NUL \0, half \ud800, <tag>' })
  expect(xml).toContain('failures="1" errors="0"')
  expect(xml).toContain(
    '<failure message="a &lt; b &amp; &quot;c&quot;">NUL \uFFFD, half \uFFFD, &lt;tag&gt;</failure>',
  )
})

test('an unknown is an error: nothing was proven', () => {
  expect(junitXml({ ...passed, verdict: 'unknown' })).toMatch(/failures="0" errors="1"[^]*<error message=/)
})
