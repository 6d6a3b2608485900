/** A report never contradicts itself: every kind of account, with reason, counts, job line and exception held against each other. */
import { describe, expect, test } from 'vitest'

import { runJson } from '../../../../harness/evidence/run-json.ts'
import { judge, type RunToJudge } from '../../../../harness/verdict/judge.ts'
import { reportModel, type ReportModel } from '../../../../harness/verdict/report/report-model.ts'
import { renderReport } from '../../../../harness/verdict/report/report.ts'
import { neverRan, type RunAccount } from '../../../../harness/verdict/run-account.ts'
import { accounts } from './every-account.ts'

interface Said {
  readonly account: RunAccount
  readonly run: RunToJudge
  readonly reason: string
  readonly jobLine: string
  readonly hasException: boolean
  readonly findings: ReportModel['findings']
  readonly sums: ReportModel['sums']
}

const said = accounts.map(({ name, run, account }): readonly [string, Said] => {
  const { facts, reason, exception, findings, sums } = reportModel(account)
  const jobLine = facts.find(([label]) => label === 'job')?.[1] ?? ''
  return [name, { account, run, reason, jobLine, hasException: exception !== null, findings, sums }]
})

/** The names of the accounts that break a rule. */
const breaking = (rule: (of: Said) => boolean): readonly string[] =>
  said.filter(([, of]) => !rule(of)).map(([name, { reason, jobLine }]) => `${name}: ${reason} | ${jobLine}`)

const implies = (premise: boolean, conclusion: boolean): boolean => !premise || conclusion

test('there are many', () => {
  expect(said.length).toBeGreaterThan(2000)
  expect(new Set(said.map(([, { account }]) => account.verdict))).toEqual(new Set(['pass', 'fail', 'unknown']))
})

describe('in every account', () => {
  test.each<readonly [string, (of: Said) => boolean]>([
    [
      'a job that never started has let no row out, and its line says so',
      ({ account: { counts, job }, reason, jobLine }) =>
        implies(/never started|no job was started/.test(reason), counts.observed === 0 && job.state === null) &&
        implies(
          jobLine === 'not started',
          counts.observed === 0 && !/the job ended|its end|after it had started/.test(reason),
        ),
    ],
    [
      'a job that never started has only what was sent, and no finding',
      ({ account: { counts, job, comparison }, findings, sums }) =>
        implies(
          neverRan(job, counts.observed),
          comparison === null && findings.length === 0 && sums.every(({ label }) => label === 'sent'),
        ),
    ],
    [
      'no line counts some of nothing',
      ({ account }) => !/\b0 of 0\b|\b0 (groups|partitions)\b/.test(renderReport(account)),
    ],
    [
      'the state in the reason is that of the job line',
      ({ reason, jobLine }) => {
        const state = /(?:ended as|the job is) ([A-Z]+)/.exec(reason)?.[1]
        return state === undefined || jobLine.startsWith(state)
      },
    ],
    [
      'a cancelled job is CANCELED',
      ({ reason, jobLine }) => implies(/cancelled it|was cancelled/.test(reason), jobLine.startsWith('CANCELED')),
    ],
    [
      'a pass has all rows, no exception, no finding, no trouble, and nothing to do',
      ({ account: { verdict, counts, trouble, remedy, job }, hasException }) =>
        implies(
          verdict === 'pass',
          counts.lost + counts.differing + counts.unexpected + counts.misordered + counts.duplicated === 0 &&
            counts.matched === counts.expected &&
            counts.sent === counts.acknowledged &&
            !hasException &&
            trouble === null &&
            remedy === null &&
            job.state === 'FINISHED',
        ),
    ],
    [
      'a fail names a wrong that the account holds',
      ({ account: { verdict, job }, run, reason }) =>
        implies(
          verdict === 'fail',
          job.exception !== null ||
            job.state === 'FAILED' ||
            run.endless !== undefined ||
            (run.due?.kind === 'judged' && run.due.expected > 0) ||
            /^\d+ (differing|lost|unexpected|misordered|duplicated)/.test(reason),
        ),
    ],
    [
      'every number of rows in the reason is that of the counts',
      ({ account: { counts }, reason }) =>
        [...reason.matchAll(/(\d+) (differing|lost|unexpected|misordered|duplicated|observed)\b/g)].every(
          ([, count, name]) => counts[name as keyof typeof counts] === Number(count),
        ),
    ],
    [
      'a failure of the job in the reason has its exception below it',
      ({ account: { job }, reason, hasException }) =>
        implies(
          /^the (job (ended as|never started|was stuck)|main of)/.test(reason) && job.exception !== null,
          hasException,
        ),
    ],
    [
      'trouble of the cluster is not called a failure of the job',
      ({ account: { verdict, trouble }, reason }) =>
        implies(/^the cluster could not|^the job could not be judged/.test(reason), verdict === 'unknown') &&
        implies(trouble !== null, verdict === 'fail' && /before the run was cut off/.test(reason)),
    ],
    [
      'a remedy belongs to an unknown',
      ({ account: { verdict, remedy } }) => implies(remedy !== null, verdict === 'unknown'),
    ],
    [
      'what was seen in time is not called lost to trouble',
      ({ account: { verdict, counts }, reason }) =>
        implies(
          verdict === 'fail' && /cut off/.test(reason),
          counts.differing + counts.unexpected + counts.misordered > 0,
        ),
    ],
    [
      'rows sum up, in the report and in run.json',
      ({ account }) => {
        const { counts } = runJson(account)
        return (
          counts.expected === counts.matched + counts.differing + counts.lost &&
          counts.observed === counts.matched + counts.differing + counts.unexpected + counts.duplicated &&
          reportModel(account).sums.every(
            ({ total, parts }) => parts.length === 0 || total === parts.reduce((sum, [part]) => sum + part, 0),
          )
        )
      },
    ],
  ])('%s', (_, rule) => {
    expect(breaking(rule)).toEqual([])
  })
})

test('a verdict does not depend on more than what is known', () => {
  for (const [, { run, account }] of said) expect(judge(run).verdict).toBe(account.verdict)
})
