/** Jobs with an exactly-once sink: one of a prefix at a time, what their end alone committed, and what no record is to blame for. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'streamassay/vitest'

import type { RunJson } from '../../harness/evidence/run-json.ts'
import { payments, withTransactionTimeout } from './payments.ts'

test('three runs of a job side by side have their turns, and say that their end alone committed the rows', async ({
  stack,
}) => {
  const scenario = await payments({ ends: 'when-stopped' })
  const runs = await Promise.all([1, 2, 3].map(() => stack.run(scenario)))
  for (const run of runs) {
    expect(run).toMatchReference()
    expect(run.report).toContain(
      '\ncommits     no checkpoint completed: only the end of the job committed the 8 rows\n',
    )
  }
  const evidence = await readFile(join(runs[0]?.evidencePath ?? '', 'run.json'), 'utf8')
  const { commits } = JSON.parse(evidence) as RunJson
  expect(commits).toEqual({ rowsInTransactions: 8, rowsCommittedByEnd: 8 })
})

test('a check of it passes: the job of the empty stream has ended before the other begins', async ({ stack }) => {
  const check = await stack.check(await payments(), { cases: 50, seed: 1, regressions: null })
  expect(check).toMatchReference()
})

test("a transaction time-out above the broker's blames the setting, and no record", async ({ stack }) => {
  const run = await stack.run(await payments({ args: withTransactionTimeout(3_600_000) }))
  expect(run).toMatchObject({ verdict: 'fail', culprit: null })
  expect(run.report).toMatch(/^hint +The sink's transaction.timeout.ms .* the broker's transaction.max.timeout.ms/m)
})
