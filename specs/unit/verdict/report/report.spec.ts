/** The report, whole, on runs whose rows were compared. */
import { describe, expect, test } from 'vitest'

import { compare } from '../../../../harness/verdict/compare/compare.ts'
import { renderReport } from '../../../../harness/verdict/report/report.ts'
import { expectedRows, observedRow, observedRows, undecodedRow } from '../compare/rows.ts'
import { accountOf, compared, days, runToJudge } from '../runs.ts'

const [first, second, third] = days

describe('the report on a run', () => {
  test('is short when it passed', () => {
    const report = renderReport(accountOf(runToJudge(), { isStackAlive: true }))
    expect(report).toMatchInlineSnapshot(`
      "verdict: pass
      all 3 expected rows arrived once, in order

      scenario    rainy-days
      run         20261123T041500-rainy-days-4f3a
      job         FINISHED after 2.4 s
      sent        5, 5 acknowledged
      expected    3 = 3 matched + 0 differing + 0 lost
      observed    3 = 3 matched + 0 differing + 0 unexpected + 0 duplicated
      web ui      http://127.0.0.1:49153
      evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
      rerun       npx streamassay run scenarios/rainy-days.ts
      "
    `)
    expect(report.trimEnd().split('\n').length).toBeLessThanOrEqual(12)
  })

  test('shows the first differing row field by field, with its input line and its offset', () => {
    const observed = observedRows(first, { ...second, inches: 0.3 }, { ...third, weather: undefined })
    expect(renderReport(accountOf(runToJudge({ comparison: compared(observed) })))).toMatchInlineSnapshot(`
      "verdict: fail
      2 differing (3 rows expected, 3 observed)

      scenario    rainy-days
      run         20261123T041500-rainy-days-4f3a
      job         FINISHED after 2.4 s
      sent        5, 5 acknowledged
      expected    3 = 1 matched + 2 differing + 0 lost
      observed    3 = 1 matched + 2 differing + 0 unexpected + 0 duplicated
      misordered  0 of 1 matched

      first of 2 differing rows: fixtures/seattle-weather.csv:3
        observed at rainy-days-4f3a-output, partition 0, offset 1
          field    expected      observed
          date     "2012-01-03"  "2012-01-03"
        ! inches   0.03          0.3
          weather  "rain"        "rain"

      evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
      rerun       npx streamassay run scenarios/rainy-days.ts
      "
    `)
  })

  test('shows the first of each other class where rows are lost, unexpected, duplicated and misordered', () => {
    const more = [1, 2, 3, 4].map((day) => ({ date: `2013-01-0${day}`, inches: 1, weather: 'rain' }))
    const observed = [
      ...observedRows(second, first, third, third, third, ...more),
      undecodedRow('{"date": "2012-01\u001b[31m', 'not JSON: Unterminated string', 9),
    ]
    const comparison = compared(observed, expectedRows(...days, ...more))
    const lost = compared(observedRows(first), expectedRows(...days))
    expect(renderReport(accountOf(runToJudge({ comparison })))).toMatchInlineSnapshot(`
      "verdict: fail
      1 unexpected, 1 misordered, 2 duplicated (7 rows expected, 10 observed)

      scenario    rainy-days
      run         20261123T041500-rainy-days-4f3a
      job         FINISHED after 2.4 s
      sent         5, 5 acknowledged
      expected     7 = 7 matched + 0 differing + 0 lost
      observed    10 = 7 matched + 0 differing + 1 unexpected + 2 duplicated
      misordered   1 of 7 matched

      the unexpected row: rainy-days-4f3a-output, partition 0, offset 9
        cannot be decoded: not JSON: Unterminated string
        22 bytes: {"date": "2012-01\\u001b[31m

      first of 2 duplicated rows: fixtures/seattle-weather.csv:4
        observed again at rainy-days-4f3a-output, partition 0, offset 3
        {"date":"2012-01-05","inches":0.05,"weather":"snow"}

      the misordered row: fixtures/seattle-weather.csv:3
        observed at rainy-days-4f3a-output, partition 0, offset 0
        before the row of fixtures/seattle-weather.csv:2, which should come first
        {"date":"2012-01-03","inches":0.03,"weather":"rain"}

      evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
      rerun       npx streamassay run scenarios/rainy-days.ts
      "
    `)
    expect(renderReport(accountOf(runToJudge({ comparison: lost })))).toMatchInlineSnapshot(`
      "verdict: fail
      2 lost (3 rows expected, 1 observed)

      scenario    rainy-days
      run         20261123T041500-rainy-days-4f3a
      job         FINISHED after 2.4 s
      sent        5, 5 acknowledged
      expected    3 = 1 matched + 0 differing + 2 lost
      observed    1 = 1 matched + 0 differing + 0 unexpected + 0 duplicated
      misordered  0 of 1 matched

      first of 2 lost rows: fixtures/seattle-weather.csv:3
        {"date":"2012-01-03","inches":0.03,"weather":"rain"}

      evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
      rerun       npx streamassay run scenarios/rainy-days.ts
      "
    `)
  })

  test('says that a pair is one by position alone, and cuts long values where they part', () => {
    const long = 'x'.repeat(60)
    const comparison = compare({
      expected: [{ out: { id: 1, text: `${long}A${long}`, amount: 5n }, line: null }],
      observed: observedRows({ id: 2, text: `${long}B${long}`, amount: 5 }),
      identity: 'id',
    })
    expect(renderReport(accountOf(runToJudge({ comparison })))).toMatchInlineSnapshot(`
      "verdict: fail
      1 differing (1 row expected, 1 observed)

      scenario    rainy-days
      run         20261123T041500-rainy-days-4f3a
      job         FINISHED after 2.4 s
      sent        5, 5 acknowledged
      expected    1 = 0 matched + 1 differing + 0 lost
      observed    1 = 0 matched + 1 differing + 0 unexpected + 0 duplicated

      the differing row: the sentinel
        observed at rainy-days-4f3a-output, partition 0, offset 0
        no row with its identity was observed: paired by position
          field   expected                                          observed
        ! id      1                                                 2
        ! text    …xxxxxxxxxxxxxxxxxxxxxxxAxxxxxxxxxxxxxxxxxxxxxx…  …xxxxxxxxxxxxxxxxxxxxxxxBxxxxxxxxxxxxxxxxxxxxxx…
          amount  5                                                 5

      evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
      rerun       npx streamassay run scenarios/rainy-days.ts
      "
    `)
  })

  test('leaves out duplicated rows that the scenario allows, and tells where order was not judged', () => {
    const expected = expectedRows(first, first, second)
    const observed = [observedRow(first, 0, 0), observedRow(first, 1, 0), observedRow(first, 1, 1)]
    const comparison = compare({ expected, observed, identity: 'date', delivery: 'at-least-once' })
    expect(renderReport(accountOf(runToJudge({ comparison })))).toMatchInlineSnapshot(`
      "verdict: fail
      1 lost (3 rows expected, 3 observed)

      scenario    rainy-days
      run         20261123T041500-rainy-days-4f3a
      job         FINISHED after 2.4 s
      sent        5, 5 acknowledged
      expected    3 = 2 matched + 0 differing + 1 lost
      observed    3 = 2 matched + 0 differing + 0 unexpected + 1 duplicated
      misordered  0 of 2 matched, judged within each of 2 partitions, 2 not judged

      the lost row: fixtures/seattle-weather.csv:4
        {"date":"2012-01-03","inches":0.03,"weather":"rain"}

      evidence    .streamassay/runs/20261123T041500-rainy-days-4f3a
      rerun       npx streamassay run scenarios/rainy-days.ts
      "
    `)
  })
})

const dueLines = (changed: Parameters<typeof accountOf>[1]): string[] =>
  renderReport(accountOf(runToJudge(), changed))
    .split('\n')
    .filter((line) => /^(due rows|hint|ends) /.test(line))

describe('what the report says of due rows', () => {
  const due = { kind: 'judged', expected: 6, come: 0, isAllowed: false } as const

  test('names those that came only as the job was stopped, and what to look at', () => {
    expect(dueLines({ due })).toEqual([
      'due rows    0 of 6 due rows arrived before the job was stopped',
      expect.stringContaining('with_idleness'),
    ])
    expect(dueLines({ due: { ...due, isAllowed: true } })).toEqual([
      'due rows    0 of 6 due rows arrived before the job was stopped, which the scenario allows',
    ])
    expect(dueLines({ due: { ...due, come: 6 } })).toEqual([])
  })

  test('says why they were not judged, and why the job was stopped though it ends with its input', () => {
    expect(
      dueLines({
        due: { kind: 'not-judged', why: 'a file sink is read only after the job has ended' },
        stoppedBecause: 'a window',
      }),
    ).toEqual(['ends        a window', 'due rows    not judged: a file sink is read only after the job has ended'])
  })
})
