/** What a report says first, by how the run ended: whole reports on runs that did not come to comparing. */
import { describe, expect, test } from 'vitest'

import { renderReport } from '../../../../harness/verdict/report/report.ts'
import { noJob } from '../../../../harness/verdict/run-account.ts'
import { accountOf, failedJob, runToJudge } from '../runs.ts'

describe('the report on a run that ended early', () => {
  test('begins with what Python said when the job failed', () => {
    const judged = runToJudge({ job: failedJob, comparison: null, drainedToKnownEnd: false })
    expect(renderReport(accountOf(judged, { isStackAlive: true }))).toMatchInlineSnapshot(`
      "verdict: fail
      the job ended as FAILED: ZeroDivisionError: division by zero

      ZeroDivisionError: division by zero at weather/logic.py:31
        Traceback (most recent call last):
          File "weather/logic.py", line 31, in to_inches
            return millimetres / 0
        ZeroDivisionError: division by zero

      scenario    rainy-days
      run         20261123T041500-rainy-days-4f3a
      job         FAILED after 1.4 s
      sent        5, 5 acknowledged

      web ui      http://127.0.0.1:49153
      evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
      rerun       npx streamassay run scenarios/rainy-days.ts
      "
    `)
  })

  test('shows no exception of a job that recovered and passed', () => {
    const job = { ...failedJob, state: 'FINISHED', restarts: 1 }
    const report = renderReport(accountOf(runToJudge({ job })))
    expect(report).not.toContain('ZeroDivisionError')
    expect(report).toContain('job         FINISHED after 1.4 s, restarts: 1\n')
  })

  test('says why a run is unknown, however early it ended', () => {
    const judged = runToJudge({ problem: 'interrupted by SIGINT', ledger: null, job: noJob, comparison: null })
    expect(renderReport(accountOf(judged))).toMatchInlineSnapshot(`
      "verdict: unknown
      interrupted by SIGINT

      scenario    rainy-days
      run         20261123T041500-rainy-days-4f3a
      job         none was started
      sent        0, 0 acknowledged
      evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
      rerun       npx streamassay run scenarios/rainy-days.ts
      "
    `)
  })
})
