/** Specs of what holds no secrets: every file of a whole evidence folder, the step summary and the annotations. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

import { afterEach, describe, expect, test, vi } from 'vitest'

import { noteForCi } from '../../../harness/evidence/ci-notes.ts'
import { runJson } from '../../../harness/evidence/run-json.ts'
import { maskedValues } from '../../../harness/evidence/secrets/masked-values.ts'
import { writeCheckEvidence } from '../../../harness/evidence/write-check-evidence.ts'
import { openEvidence } from '../../../harness/evidence/write-evidence.ts'
import { annotationsOf } from '../../../harness/verdict/annotations.ts'
import { renderReport } from '../../../harness/verdict/report/report.ts'
import type { JobAccount, RunAccount } from '../../../harness/verdict/run-account.ts'
import { filesBelow } from '../tree.ts'
import { expectedRows, observedRows } from '../verdict/compare/rows.ts'
import { passedCheck } from '../verdict/checks.ts'
import { accountOf, checkpoints, compared, failedJob, runToJudge } from '../verdict/runs.ts'
import { temporaryFolder } from './temporary-folder.ts'

const secret = 'hunter2-Xq9'

/** How a secret is written. */
const shapes = [
  `["--password", "${secret}", "--rows"]`,
  `--api-token ${secret} --rows 3`,
  `"--password",\n  "${secret}"`,
  `- --password\n- ${secret}`,
  `password: ${secret}`,
  `user: me\n  - token: ${secret}`,
  `db.password = ${secret}`,
  `Authorization: Bearer ${secret}`,
  `DB_PWD=${secret}`,
  `GITHUB_PAT=${secret}`,
  `<password>${secret}</password>`,
  `<name>fs.s3a.secret.key</name><value>${secret}</value>`,
  `LoginModule required username="me" password="${secret}";`,
  String.raw`{"jaas":"LoginModule required password=\"${secret}\";"}`,
  `postgres://me:${secret}@host/db`,
  `https://host/x?token=${secret}`,
  `AWS_SECRET_ACCESS_KEY=${secret}`,
  `{"key":"s3.secret-key","value":"${secret}"}`,
]

/** A run that failed, with a text in every place that holds words of others. */
function runWith(text: string): RunAccount {
  const job: JobAccount = {
    ...failedJob,
    name: text,
    checkpoints: { ...checkpoints, lastFailure: text },
    exception: {
      type: 'ValueError',
      message: text,
      file: 'weather/logic.py',
      line: 31,
      traceback: `Traceback:\n  line 31\nValueError: ${text}`,
      operator: text,
      causes: [text],
      hint: text,
    },
  }
  const inputs = [{ path: 'jobs/weather/logic.py', sha256: 'ab12' }]
  const loadSamples = [{ atMs: 0, state: text, operators: [] }]
  const changed = { reason: text, remedy: text, rerunCommand: text, inputs, loadSamples }
  return accountOf(runToJudge({ job, comparison: compared(observedRows()) }), { ...changed, verdict: 'fail' })
}

/** Each file below a folder that holds the secret. */
async function leaksIn(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const texts = await Promise.all(
    files.map(async ({ parentPath, name }) => [name, await readFile(join(parentPath, name), 'utf8')] as const),
  )
  expect(texts.length).toBeGreaterThan(4)
  return texts.filter(([, text]) => text.includes(secret)).map(([name]) => name)
}

describe.each(shapes)('%s', (text) => {
  afterEach(() => vi.unstubAllEnvs())

  test('is in no file of a run, and in nothing that is printed for it', async () => {
    const folder = await temporaryFolder()
    vi.stubEnv('GITHUB_STEP_SUMMARY', join(folder, 'summary.md'))
    vi.stubEnv('GITHUB_ACTIONS', 'true')
    const run = runWith(text)
    await using evidence = await openEvidence(run.runId, folder)
    await evidence.finish({
      run,
      logs: { jobmanager: `first line\n${text}\nlast line\n` },
      exceptions: { root: text, list: [text], nested: { password: secret } },
      more: { job: { 'configuration.json': `{"note": 1}\n${text}` }, containers: { 'kafka.json': `${text}\n` } },
    })
    const told = maskedValues(run)
    const note = { title: 'rainy-days', report: renderReport(told), annotations: annotationsOf(told) }
    expect(await noteForCi(note)).toHaveLength(2)
    expect((await noteForCi(note)).join('\n')).not.toContain(secret)
    expect(JSON.stringify(runJson(told))).not.toContain(secret)
    expect(await leaksIn(folder)).toEqual([])
  })

  test('is in no file of a check', async () => {
    const folder = await temporaryFolder()
    const { exception } = runWith(text).job
    const failed = { verdict: 'fail', reason: text, remedy: text, rerunCommand: text, exception } as const
    const check = { ...passedCheck, ...failed, how: text, fallback: text, rawExceptions: { root: text } }
    const rows = { lone: null, seenBefore: null, strays: [] }
    await writeCheckEvidence(check, { ...rows, logs: { taskmanager: text } }, folder)
    expect(await leaksIn(folder)).toEqual([])
  })

  test('masked twice is what it is masked once', () => {
    const once = maskedValues(runWith(text))
    expect(maskedValues(once)).toEqual(once)
  })
})

test('rows stay as they are, also where a column is called token', async () => {
  const folder = await temporaryFolder()
  const expected = expectedRows({ date: '2012-01-02', inches: 1, weather: 'token=abc', token: 'abc' })
  const observed = observedRows({ date: '2012-01-02', inches: 1, weather: 'token=abd', token: 'abd' })
  const run = accountOf(runToJudge({ comparison: compared(observed, expected) }))
  await using evidence = await openEvidence(run.runId, folder)
  await evidence.expected(expected)
  await evidence.observed(observed)
  const path = await evidence.finish({ run, logs: {} })
  const text = (name: string): Promise<string> => readFile(join(path, name), 'utf8')
  expect(await text('report.txt')).toBe(renderReport(run))
  expect(await text('report.txt')).toMatch(/token.*abc.*abd/)
  expect(await text('expected.ndjson')).toContain('"token":"abc"')
  expect(await text('observed.ndjson')).toContain('"token":"abd"')
  expect(await text('diff.ndjson')).toContain('"token":"abd"')
})

test('an ordinary account is not touched', () => {
  const run = accountOf(runToJudge({ job: failedJob }))
  expect(maskedValues(run)).toEqual(run)
  expect(maskedValues(passedCheck)).toEqual(passedCheck)
})

test('a container keeps its shape, and its variables and arguments hold no secrets', () => {
  const container = {
    Args: ['--password', secret, '--rows', '3', `--token=${secret}`],
    Config: { Env: ['LANG=C', `DB_PASSWORD=two ${secret}`, `PROXY=http://me:${secret}@proxy:3128`, 'EMPTY'] },
    State: { Running: true, Pid: 12 },
  }
  expect(maskedValues(container)).toEqual({
    Args: ['--password', '***', '--rows', '3', '--token=***'],
    Config: { Env: ['LANG=C', 'DB_PASSWORD=***', 'PROXY=http://***@proxy:3128', 'EMPTY'] },
    State: { Running: true, Pid: 12 },
  })
})

test('nothing else in the room writes texts', async () => {
  const writers = new Set(['evidence-file.ts', 'line-file.ts', 'evidence-folder.ts', 'ci-notes.ts'])
  const others = filesBelow('harness/evidence').filter((path) => !writers.has(basename(path)))
  const texts = await Promise.all(others.map(async (path) => [path, await readFile(path, 'utf8')] as const))
  expect(texts.filter(([, text]) => /\b(writeFile|appendFile|createWriteStream)\b/.test(text))).toEqual([])
})
