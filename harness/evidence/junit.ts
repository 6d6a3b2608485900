/** A run or a check as a test case in JUnit's XML, which every CI system reads. */
import type { Verdict } from '../verdict/comparison.ts'

/** What JUnit has room for. */
export interface JunitCase {
  readonly scenario: string
  readonly verdict: Verdict
  readonly reason: string
  readonly report: string
  readonly startedAt: Date
  readonly elapsedMs: number
}

/** XML has no word for most control characters, not even escaped. */
const unspeakable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const escaped = (text: string): string =>
  text
    .replaceAll(unspeakable, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

/** One suite of one case: a `fail` is a failure, an `unknown` an error, both with the whole report. */
export function junitXml({ scenario, verdict, reason, report, startedAt, elapsedMs }: JunitCase): string {
  const seconds = (elapsedMs / 1000).toFixed(3)
  const [failures, errors] = [Number(verdict === 'fail'), Number(verdict === 'unknown')]
  const element = verdict === 'fail' ? 'failure' : 'error'
  const name = escaped(scenario)
  const body =
    verdict === 'pass' ? '' : `\n      <${element} message="${escaped(reason)}">${escaped(report)}</${element}>\n    `
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="streamassay" tests="1" failures="${failures}" errors="${errors}" time="${seconds}">
  <testsuite name="${name}" tests="1" failures="${failures}" errors="${errors}" time="${seconds}" timestamp="${startedAt.toISOString()}">
    <testcase classname="streamassay" name="${name}" time="${seconds}">${body}</testcase>
  </testsuite>
</testsuites>
`
}
