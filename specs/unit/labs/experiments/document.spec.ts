/** docs/claims.md says what docs/claims/measurements.json says, in its tables and in its charts, and that is a whole experiment. */
import { readFile } from 'node:fs/promises'

import { describe, expect, test } from 'vitest'

import { claimNames } from '../../../../labs/experiments/claims.ts'
import {
  chartFiles,
  emptyPage,
  folderName,
  formattedPage,
  pageName,
  pageWith,
  readMeasurements,
} from '../../../../labs/experiments/document.ts'
import type { Measurements } from '../../../../labs/experiments/measurements.ts'
import { filesBelow } from '../../tree.ts'

const folder = 'docs'
const page = await readFile(`${folder}/${pageName}`, 'utf8')
const measurements = await readMeasurements(folder)

describe('docs/claims.md', () => {
  test('has the tables of what was measured: npm run experiments', async () => {
    expect(await formattedPage(pageWith(page, measurements))).toBe(page)
  })

  test('shows every chart, and each is drawn from what was measured', async () => {
    const charts = chartFiles(measurements)
    for (const [path, svg] of charts) {
      expect(page).toContain(`](${path})`)
      expect(await readFile(`${folder}/${path}`, 'utf8')).toBe(svg)
    }
    const there = filesBelow(`${folder}/${folderName}`).filter((path) => path.endsWith('.svg'))
    expect(there).toEqual([...charts.keys()].map((path) => `${folder}/${path}`).toSorted())
  })

  test('rests on all five claims', () => {
    expect(Object.keys(measurements).toSorted()).toEqual(claimNames.toSorted())
  })
})

describe('what was measured', () => {
  const { accuracy, scalability, flexibility } = measurements

  test('accounts for a million rows, and without transactions shows what is doubled', () => {
    const runs = accuracy?.points ?? []
    expect(runs.map(({ delivery, checkpointsMs }) => [delivery, checkpointsMs === null])).toEqual([
      ['exactly-once', false],
      ['at-least-once', false],
      ['at-least-once', true],
    ])
    for (const { sent, account, restarts } of runs) {
      expect(sent).toBe(1_000_000)
      expect(restarts).toBeGreaterThan(0)
      expect(account).toMatchObject({ matched: account.expected, lost: 0, differing: 0, unexpected: 0 })
      expect(account.observed).toBe(account.matched + account.duplicated)
    }
    expect(runs.map(({ verdict }) => verdict)).toEqual(['pass', 'fail', 'fail'])
    expect(runs.map(({ account }) => account.duplicated > 0)).toEqual([false, true, true])
  })

  test('has a job on each TaskManager that there was', () => {
    const places = (scalability?.points ?? []).map((point) => [point.parallelism, point.taskManagers])
    expect(places).toEqual([
      [1, 1],
      [2, 1],
      [4, 1],
      [2, 2],
      [4, 2],
    ])
    for (const { taskManagers, taskManagersUsed } of scalability?.points ?? []) {
      expect(taskManagersUsed).toBe(taskManagers)
    }
  })

  test('has no scenario that did not pass', () => {
    expect(flexibility?.points.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
    expect(flexibility?.points.length).toBeGreaterThan(0)
  })
})

describe('a page', () => {
  const one: Measurements = {
    scalability: {
      day: '2026-01-02',
      command: 'npm run experiments',
      seconds: 12,
      machine: 'a machine',
      software: 'Flink',
      points: [],
    },
  }

  test('keeps what is written by hand, and the tables of other claims', () => {
    const before = emptyPage().replace('# Tried out', '# By hand')
    const after = pageWith(before, one)
    expect(after).toContain('# By hand')
    expect(after).toContain('Measured on 2026-01-02 by `npm run experiments`, in 12 s, on a machine; Flink.')
    expect(after).toContain('<!-- accuracy: measured, do not edit -->\n<!-- accuracy: end -->')
    expect(pageWith(after, one)).toBe(after)
  })

  test('that has no place for a claim is refused', () => {
    expect(() => pageWith('# By hand\n', one)).toThrow(
      'claims.md has no place for scalability: write the lines "<!-- scalability: measured, do not edit -->"',
    )
  })
})
