/** Specs of the search for the record that makes a job fail: which runs it takes, and what it finds. */
import { describe, expect, test } from 'vitest'

import type { LoneRun } from '../../../harness/property/batch/case-judge.ts'
import { narrowDown } from '../../../harness/property/narrow-down.ts'
import type { JobException } from '../../../harness/verdict/run-account.ts'
import { unplaced } from '../../../harness/verdict/run-account.ts'

type Row = number
interface ModelJob {
  /** True if the job fails on these rows. */
  readonly fails: (rows: readonly Row[]) => boolean
  /** Records that the source has read by then (default: not known). */
  readonly reads?: (rows: readonly Row[]) => number
  /** What it fails with (default: KeyError). */
  readonly type?: (rows: readonly Row[]) => string
  /** Suspects that have gone through the job before it failed (default: 0). */
  readonly passed?: number
  /** True if rows come out of each run (default: false). */
  readonly writes?: boolean
}

const exception = (type: string): JobException => ({ ...unplaced, type, message: 'no', hint: null })

const writtenRow = { partition: 0, offset: 0n, timestampMs: 0, value: { raw: null, problem: 'not read' } }

/** Narrows down ten suspects, the rows 1 to 10 on the lines 2 to 11. */
async function narrowed({ fails, reads, type = () => 'KeyError', passed = 0, writes = false }: ModelJob, count = 10) {
  const suspects = Array.from({ length: count }, (_, at) => ({ row: at + 1, line: at + 2 }))
  const runs: string[] = []
  let left: readonly Row[] = suspects.map(({ row }) => row)
  const seconds: string[] = []
  const found = await narrowDown<Row, Row>({
    suspects,
    again: async (some): Promise<LoneRun<Row>> => {
      const rows = some.map(({ row }) => row)
      runs.push(rows.length === 0 ? 'none' : `${rows[0]} to ${rows.at(-1)}`)
      const failure = fails(rows)
        ? { how: 'FAILED', exception: exception(type(rows)), readRecords: reads?.(rows) ?? null }
        : null
      const observed = writes ? [writtenRow] : []
      return { passes: failure === null, reason: null, comparison: null, expected: [], observed, failure }
    },
    failedWith: 'KeyError',
    passedIn: () => passed,
    onSecondRun: (ended) => void seconds.push(ended),
    narrow: (few) => void (left = few.map(({ row }) => row)),
  }).catch((error: unknown) => String(error))
  return { found, left, runs, seconds }
}

const onSeven = (rows: readonly Row[]): boolean => rows.includes(7)
const otherAlone = (rows: readonly Row[]): string => (rows.length === 1 ? 'IndexError' : 'KeyError')

describe('narrowDown', () => {
  test('tries the last record that the source had read, and confirms it alone', async () => {
    expect(await narrowed({ fails: onSeven, reads: (rows) => rows.indexOf(7) + 1 })).toEqual({
      found: true,
      left: [7],
      runs: ['1 to 10', 'none', '7 to 7'],
      seconds: ['failed'],
    })
  })

  test('counts the records that have passed before it', async () => {
    const seen = await narrowed({ fails: onSeven, reads: (rows) => rows.indexOf(7) + 1, passed: 4 })
    expect(seen).toMatchObject({ found: true, left: [7], runs: ['1 to 10', 'none', '7 to 7'] })
  })

  test.each([
    ['where Flink counts nothing', undefined],
    ['where the last record read is another one', () => 9],
    ['where more was read than there is', () => 90],
  ])('halves the suspects %s', async (_, reads) => {
    const seen = await narrowed({ fails: onSeven, ...(reads && { reads }) })
    expect(seen).toMatchObject({ found: true, left: [7] })
    expect(seen.runs.slice(-6)).toEqual(['1 to 1', '1 to 4', '1 to 7', '1 to 5', '1 to 6', '7 to 7'])
  })

  test('goes on where the last record read fails alone with something else', async () => {
    const seen = await narrowed({ fails: onSeven, type: otherAlone, reads: () => 7 })
    expect(seen.left).toEqual([7])
    expect(seen.found).toBe('Error: the job failed with IndexError and not with KeyError')
  })

  test.each([true, false])(
    'blames a record though the job fails with something else without any, rows written: %s',
    async (writes) => {
      const seen = await narrowed({
        fails: (rows) => rows.length === 0 || onSeven(rows),
        type: (rows) => (rows.length === 0 ? 'ValueError' : 'KeyError'),
        reads: (rows) => rows.indexOf(7) + 1,
        writes,
      })
      expect(seen).toMatchObject({ found: true, left: [7] })
      expect(seen.runs).toContain('none')
    },
  )

  test('blames no record where the job fails without any', async () => {
    expect(await narrowed({ fails: () => true, reads: () => 7 })).toMatchObject({
      found: 'no record',
      runs: ['1 to 10', 'none'],
    })
  })

  test.each([
    ['the last record read', { reads: (): number => 7 }, 10],
    ['the first of the suspects', {}, 10],
    ['a lone suspect', {}, 1],
  ])('asks once without any record before it blames %s of a job that writes', async (_, more, count) => {
    const always = await narrowed({ fails: () => true, writes: true, ...more }, count)
    expect(always.found).toBe('no record')
    expect(always.runs.filter((run) => run === 'none')).toHaveLength(1)
    const onRows = await narrowed({ fails: (rows) => rows.length > 0, writes: true, ...more }, count)
    expect(onRows).toMatchObject({ found: true, left: [expect.any(Number)] })
    expect(onRows.runs.at(-1)).toBe('none')
  })

  test('leaves no suspect of a job that does not fail again', async () => {
    expect(await narrowed({ fails: () => false })).toEqual({
      found: false,
      left: [],
      runs: ['1 to 10'],
      seconds: ['passed'],
    })
  })

  test('needs no more runs for a lone suspect', async () => {
    expect(await narrowed({ fails: (rows) => rows.length > 0 }, 1)).toMatchObject({
      found: true,
      left: [1],
      runs: ['1 to 1', 'none'],
    })
  })
})
