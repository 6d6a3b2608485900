/** Specs of the message that a row becomes. */
import { describe, expect, test } from 'vitest'

import { inputPartition, outgoingRecord } from '../../../harness/kafka/outgoing-record.ts'
import type { Format, Scenario } from '../../../harness/scenario/scenario.ts'

interface Order {
  readonly id: bigint
  readonly day: string
  readonly customer: string | null
}

type Choices = Partial<Scenario<Order, unknown>>

const row: Order = { id: 9007199254740993n, day: '2012-01-02', customer: 'Ada' }
const format: Format<Order> = { encode: ({ day }) => Buffer.from(day), decode: () => null }
const recordOf = (choices: Choices, ordinal = 0, sent = row) =>
  outgoingRecord({ name: 'orders', ...choices }, format, sent, ordinal)

const remainder = ({ id }: Order, partitions: number): number => Number(id % BigInt(partitions))

test('a scenario that chooses nothing sends the value alone', () => {
  expect(recordOf({})).toEqual({
    partition: 0,
    key: null,
    value: Buffer.from('2012-01-02'),
    headers: null,
    timestampMs: null,
  })
})

describe('the key', () => {
  test.each([
    ['a text as it is', 'customer', 'Ada'],
    ['a long with all its digits', 'id', '9007199254740993'],
    ['what a function returns', ({ day }: Order) => `day ${day}`, 'day 2012-01-02'],
  ] as const)('is %s', (_, key, bytes) => {
    expect(recordOf({ key }).key).toEqual(Buffer.from(bytes))
  })

  test('is none for a row whose column or function gives null', () => {
    expect(recordOf({ key: 'customer' }, 0, { ...row, customer: null }).key).toBeNull()
    expect(recordOf({ key: () => null }).key).toBeNull()
  })

  test('that is empty is a key', () => {
    expect(recordOf({ key: () => '' }).key).toEqual(Buffer.from(''))
  })
})

describe('the partition', () => {
  test('goes round by the place in the input when there is no key', () => {
    expect([0, 1, 2, 3].map((ordinal) => recordOf({ inputPartitions: 3 }, ordinal).partition)).toEqual([0, 1, 2, 0])
  })

  test('follows the key, wherever the row stands', () => {
    const partitions = [0, 1, 2].map((ordinal) => recordOf({ inputPartitions: 3, key: 'day' }, ordinal).partition)
    expect(new Set(partitions).size).toBe(1)
  })

  test('is what the scenario chooses, given the row and how many there are', () => {
    expect(recordOf({ inputPartitions: 4, partition: remainder }).partition).toBe(1)
  })

  test.each([-1, 2, 0.5, Number.NaN])('must be one that there is: %d is refused', (chosen) => {
    const refused = () => recordOf({ inputPartitions: 2, partition: () => chosen }, 6)
    expect(refused).toThrow(`scenario orders: partition() returned ${chosen} for row 7; the input has 2 partition(s)`)
    expect(refused).toThrow(expect.objectContaining({ code: 'SCENARIO_INVALID' }))
  })
})

describe('the partition alone', () => {
  test.each<[string, Choices]>([
    ['by the key', { inputPartitions: 5, key: 'day' }],
    ['in turn', { inputPartitions: 5 }],
    ['as the scenario chooses', { inputPartitions: 5, partition: remainder }],
    ['where there is but one', { key: 'day' }],
  ])('is the one that the record goes to: %s', (_, choices) => {
    for (const ordinal of [0, 1, 2, 3]) {
      const { partition } = recordOf(choices, ordinal)
      expect(inputPartition({ name: 'orders', ...choices }, row, ordinal)).toBe(partition)
    }
  })
})

test('the headers are what the scenario makes of the row', () => {
  expect(recordOf({ headers: ({ day }) => ({ day }) }).headers).toEqual({ day: '2012-01-02' })
})

describe('the timestamp', () => {
  test.each([
    ['midnight UTC of a day', 'day', 1325462400000],
    ['the milliseconds that a function returns', () => 0, 0],
  ] as const)('is %s', (_, timestamp, timestampMs) => {
    expect(recordOf({ timestamp }).timestampMs).toBe(timestampMs)
  })

  test('is the number in a column', () => {
    expect(recordOf({ timestamp: 'id' }, 0, { ...row, id: 1325462400001n }).timestampMs).toBe(1325462400001)
  })

  test.each([
    ['a text that is no time', 'customer', row],
    ['null', 'customer', { ...row, customer: null }],
    ['a time before 1970', 'day', { ...row, day: '1969-12-31' }],
    ['a fraction of a millisecond', () => 0.5, row],
    ['a number that is too large to be exact', 'id', row],
  ] as const)('is refused when it is %s', (_, timestamp, sent) => {
    const refused = () => recordOf({ timestamp }, 0, sent)
    expect(refused).toThrow(/^scenario orders: .* is not a timestamp$/)
    expect(refused).toThrow(expect.objectContaining({ code: 'SCENARIO_INVALID' }))
  })
})

const stringified = (sent: Order) => Buffer.from(JSON.stringify(sent))
const boom = (): never => {
  throw new Error('boom')
}
const failing = (choices: Choices, line: number | null | undefined, used = format) => {
  return () => outgoingRecord({ name: 'orders', ...choices }, used, row, 4, line)
}
const placing = (choices: Choices) => () =>
  inputPartition({ name: 'orders', inputPartitions: 2, ...choices }, row, 0, 3)

describe('a function of the scenario that fails', () => {
  test.each([
    ['key', { key: boom }],
    ['partition', { partition: boom }],
    ['headers', { headers: boom }],
    ['timestamp', { timestamp: boom }],
  ] as const)('is named with the row and its own line: %s', (part, choices) => {
    expect(failing(choices, 6)).toThrow(
      expect.objectContaining({
        code: 'SCENARIO_INVALID',
        message: expect.stringMatching(
          new RegExp(
            `^scenario orders: ${part} failed on input line 6: boom, thrown at specs/.*/outgoing-record\\.spec\\.ts:\\d+$`,
          ),
        ),
        remedy: `Let \`${part}\` accept every row of the input.`,
      }),
    )
    expect(failing(choices, null)).toThrow(`${part} failed on the sentinel: boom`)
    expect(failing(choices, undefined)).toThrow(`${part} failed on row 5 of the input: boom`)
  })

  test('is no record where it is the format', () => {
    expect(failing({}, 2, { ...format, encode: stringified })).toThrow(
      expect.objectContaining({
        code: 'RECORD_UNENCODABLE',
        message: expect.stringMatching(
          /^scenario orders: format\.encode failed on input line 2: .*BigInt.*, thrown at specs/,
        ),
        remedy: expect.stringContaining('column.long()'),
      }),
    )
  })

  test('is named where the partition alone is asked for', () => {
    expect(placing({ key: boom })).toThrow('key failed on input line 3: boom')
    expect(placing({ partition: boom })).toThrow('partition failed on input line 3: boom')
  })

  test('keeps its code where it is ours, and is given the line', () => {
    expect(failing({ inputPartitions: 2, partition: () => 7 }, 6)).toThrow(
      expect.objectContaining({
        code: 'SCENARIO_INVALID',
        message: 'scenario orders: partition() returned 7 for row 5; the input has 2 partition(s), on input line 6',
      }),
    )
    expect(failing({ timestamp: 'customer' }, 6)).toThrow('scenario orders: Ada is not a timestamp, on input line 6')
  })

  test.each([
    [5, 'it returned 5'],
    [Promise.resolve({}), 'it returned [object Promise]'],
    [{ shop: 5 }, 'its header shop is 5, but must be a string'],
    [{ shop: Buffer.from('x') }, 'its header shop is x, but must be a string'],
  ])('gives headers that are none: %j', (given, what) => {
    expect(failing({ headers: () => given as never }, 2)).toThrow(
      `scenario orders: headers failed on input line 2: ${what}`,
    )
  })
})
