/** Specs of the output of a case: due rows, those that the stop brings, and rows without end. */
import { expect, test } from 'vitest'

import { openCaseOutput } from '../../../../harness/property/batch/case-output.ts'
import type { Scenario } from '../../../../harness/scenario/scenario.ts'
import type { ObservedRow } from '../../../../harness/verdict/comparison.ts'
import { neverMs } from '../../../patience.ts'
import { fakeSession } from '../../run/fake-kafka.ts'
import { expectedRows, observedRows } from '../../verdict/compare/rows.ts'
import { type LargeOrder, type Order, scenario } from '../orders.ts'

const limits = { timeoutMs: neverMs, signal: new AbortController().signal }
const notReading = (): void => undefined
const large = (id: bigint): LargeOrder => ({ id, cents: 10_000 })

/** The output of a case that expects three rows, the first two of them before its end; and how rows get there. */
function threeRows(changes: Partial<Scenario<Order, LargeOrder>> = {}) {
  const written: ObservedRow[] = []
  let take: (rows: readonly ObservedRow[]) => unknown = notReading
  const kafka: ReturnType<typeof fakeSession> = {
    ...fakeSession(),
    read: (options) => {
      take = options.take
      return {
        ...fakeSession().read(options),
        appended: () => Promise.resolve({ ends: [BigInt(written.length)], undecided: 0n }),
      }
    },
  }
  const output = openCaseOutput(
    { scenario: { ...scenario, ends: 'when-stopped', ...changes } },
    { expected: expectedRows(large(1n), large(2n), large(3n)), dueRows: 2 },
    {
      place: { sink: 'kafka', name: 'out' },
      kafka,
      stack: Promise.resolve({ taskManagers: [] }),
      signal: limits.signal,
    },
  )
  const write = async (...rows: readonly LargeOrder[]): Promise<void> => {
    const more = observedRows(...written.map(({ value }) => value), ...rows).slice(written.length)
    written.push(...more)
    await take(more)
  }
  return { output, write }
}

test('what is there when the job is stopped has come, and what comes afterwards has not', async () => {
  const { output, write } = threeRows()
  await write(large(1n))
  expect(output.growing.dueRows).toBe(2)
  expect(output.growing.dueCome()).toBe(1)
  await output.noteStop(limits)
  await write(large(2n), large(3n))
  expect(output.due()).toEqual({ kind: 'judged', expected: 2, come: 1, isAllowed: false })
  expect(output.observed).toHaveLength(3)
  expect(output.isComplete()).toBe(true)
})

test('nothing is waited for any more when a row has come that is wrong', async () => {
  const { output, write } = threeRows()
  await write({ id: 1n, cents: 1 })
  expect(output.growing.dueCome()).toBe(2)
  expect(output.isComplete()).toBe(false)
})

test('a row that is held proves nothing with a tolerance, or where rows may come twice', async () => {
  const near = threeRows({ tolerance: { cents: 5 } })
  await near.write({ id: 3n, cents: 10_001 }, { id: 7n, cents: 1 })
  expect(near.output.growing.dueCome()).toBeLessThan(2)
  const twice = threeRows({ delivery: 'at-least-once' })
  await twice.write(large(1n), large(1n))
  expect(twice.output.growing.dueCome()).toBe(1)
  const once = threeRows()
  await once.write(large(1n), large(1n))
  expect(once.output.growing.dueCome()).toBe(2)
})

test('due rows are judged where the scenario itself has the job stopped, and of rows that stay', async () => {
  for (const changes of [{ ends: 'with-input' }, { changes: 'upsert' }] as const) {
    const { output, write } = threeRows(changes)
    await write(large(1n))
    expect(output.growing.dueRows).toBeNull()
    await output.noteStop(limits)
    expect(output.due()).toBeNull()
  }
  const { output } = threeRows({ dueRows: 'at-stop' })
  await output.noteStop(limits)
  expect(output.due()).toMatchObject({ come: 0, isAllowed: true })
})

test('far more rows than are expected end the reading', async () => {
  const { write } = threeRows()
  const many = Array.from({ length: 10_031 }, () => large(1n))
  await expect(write(...many)).rejects.toMatchObject({ code: 'OUTPUT_ENDLESS' })
})
