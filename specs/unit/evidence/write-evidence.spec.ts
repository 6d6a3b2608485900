/** What a run leaves on disk. */
import { readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { runJson } from '../../../harness/evidence/run-json.ts'
import { type EvidenceOfEnd, openEvidence } from '../../../harness/evidence/write-evidence.ts'
import { renderReport } from '../../../harness/verdict/report/report.ts'
import { noJob } from '../../../harness/verdict/run-account.ts'
import { expectedRows, observedRows } from '../verdict/compare/rows.ts'
import { accountOf, compared, days, runToJudge } from '../verdict/runs.ts'
import { temporaryFolder } from './temporary-folder.ts'

const expected = expectedRows(...days)
const observed = observedRows(days[0], days[2])
const run = accountOf(runToJudge({ comparison: compared(observed) }))

/** Writes the evidence of a run, its rows in two pieces, and gives the folder's path. */
async function writeEvidence(
  { rows, ...end }: EvidenceOfEnd & { readonly rows?: typeof allRows },
  base: string,
): Promise<string> {
  await using evidence = await openEvidence(end.run.runId, base)
  for (const row of rows?.expected ?? []) await evidence.expected([row])
  await evidence.observed(rows?.observed ?? [])
  return await evidence.finish(end)
}

const allRows = { expected, observed }

describe('openEvidence', () => {
  test('writes the account, the report, the rows and the logs of a run', async () => {
    const folder = await temporaryFolder()
    const written = await writeEvidence(
      { run, rows: allRows, logs: { kafka: 'started\n', jobmanager: '' }, exceptions: { root: 'cause' } },
      folder,
    )
    expect(written).toBe(join(folder, '.streamassay/runs', run.runId))
    const text = (name: string): Promise<string> => readFile(join(folder, '.streamassay/latest', name), 'utf8')
    expect((await readdir(written)).toSorted()).toEqual([
      'diff.ndjson',
      'exceptions.json',
      'expected.ndjson',
      'junit.xml',
      'logs',
      'observed.ndjson',
      'report.txt',
      'run.json',
    ])
    expect(JSON.parse(await text('run.json'))).toEqual(runJson(run))
    expect(await text('report.txt')).toBe(renderReport(run))
    expect((await text('expected.ndjson')).trimEnd().split('\n')).toHaveLength(3)
    expect((await text('observed.ndjson')).trimEnd().split('\n')).toHaveLength(2)
    expect(await text('diff.ndjson')).toBe(
      '{"class":"lost","expected":{"line":3,"value":{"date":"2012-01-03","inches":0.03,"weather":"rain"}}}\n',
    )
    expect(await text('logs/kafka.log')).toBe('started\n')
    expect(await text('logs/jobmanager.log')).toBe('')
    expect(JSON.parse(await text('exceptions.json'))).toEqual({ root: 'cause' })
  })

  test('has a line for each moment of a job that ran for long enough', async () => {
    const folder = await temporaryFolder()
    const loadSamples = [0, 1000, 2000].map((atMs) => ({ atMs, state: 'RUNNING', operators: [] }))
    const written = await writeEvidence({ run: { ...run, loadSamples }, logs: {} }, folder)
    expect(await readFile(join(written, 'metrics.ndjson'), 'utf8')).toBe(
      [0, 1000, 2000].map((atMs) => `{"atMs":${atMs},"state":"RUNNING","operators":[]}\n`).join(''),
    )
  })

  test('is complete for a run that ended before anything was sent', async () => {
    const folder = await temporaryFolder()
    const early = accountOf(runToJudge({ problem: 'stopped', ledger: null, job: noJob, comparison: null }))
    const written = await writeEvidence({ run: early, logs: {} }, folder)
    expect((await readdir(written)).toSorted()).toEqual([
      'diff.ndjson',
      'expected.ndjson',
      'junit.xml',
      'logs',
      'observed.ndjson',
      'report.txt',
      'run.json',
    ])
    expect(await readFile(join(written, 'diff.ndjson'), 'utf8')).toBe('')
  })

  test('keeps what is known of a run that did not pass in folders of its own, and no secret anywhere', async () => {
    const folder = await temporaryFolder()
    const more = { containers: { 'kafka.json': '{"Env":"API_TOKEN=abc"}' } }
    const written = await writeEvidence(
      { run, rows: allRows, logs: { kafka: 'DB_PASSWORD=hunter2 HOME=/x\n' }, more },
      folder,
    )
    expect(await readFile(join(written, 'logs/kafka.log'), 'utf8')).toBe('DB_PASSWORD=*** HOME=/x\n')
    expect(await readFile(join(written, 'containers/kafka.json'), 'utf8')).toBe('{"Env":"API_TOKEN=***"}')
  })

  test('writes rows as they come, and no run.json before the end', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, '.streamassay/runs', run.runId)
    await using evidence = await openEvidence(run.runId, folder)
    for (let piece = 0; piece < 200; piece += 1) await evidence.observed(manyRows)
    expect((await stat(join(path, 'observed.ndjson'))).size).toBeGreaterThan(0)
    await expect(readFile(join(path, 'run.json'))).rejects.toThrow('ENOENT')
    await evidence.finish({ run, logs: {} })
    const lines = (await readFile(join(path, 'observed.ndjson'), 'utf8')).trimEnd().split('\n')
    expect(lines).toHaveLength(200 * manyRows.length)
  })

  test('closes its files and removes its folder when it is disposed of unfinished', async () => {
    const folder = await temporaryFolder()
    {
      await using evidence = await openEvidence(run.runId, folder)
      await evidence.expected(expected)
      expect(await openFilesIn(folder)).toBe(2)
    }
    expect(await openFilesIn(folder)).toBe(0)
    expect(await readdir(join(folder, '.streamassay/runs'))).toEqual([])
  })

  test('names the folder that cannot be written to', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, '.streamassay'), 'a file where the folder should be')
    await expect(openEvidence(run.runId, folder)).rejects.toMatchObject({
      code: 'EVIDENCE_UNWRITABLE',
      remedy: `Make ${join(folder, '.streamassay')} writable, and free disk space if its disk is full.`,
    })
  })

  test('says so when the folder is gone before the end', async () => {
    const folder = await temporaryFolder()
    await using evidence = await openEvidence(run.runId, folder)
    await rm(join(folder, '.streamassay'), { recursive: true })
    await expect(evidence.finish({ run, logs: {} })).rejects.toMatchObject({ code: 'EVIDENCE_UNWRITABLE' })
  })
})

const manyRows = observedRows(...Array.from({ length: 500 }, (_, id) => ({ id, text: 'a row of some length' })))

/** How many files below the folder this process has open. */
async function openFilesIn(folder: string): Promise<number> {
  const paths = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  )
  return paths.filter((path) => path.startsWith(folder)).length
}
