/** The CSV files of csv-spectrum, an acid test for CSV parsers, through Kafka and back: every cell comes out byte for byte. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { parse } from 'csv-parse/sync'
import { expect, test as plainTest } from 'vitest'
import { z } from 'zod'

import { rowFormat } from '../../harness/record/row-format.ts'
import { decodeValue } from '../../harness/record/value.ts'
import { column } from '../../harness/scenario/columns.ts'
import { checkCsv, readCsv } from '../../harness/scenario/csv/csv-check.ts'
import { csvFixture } from '../../harness/scenario/csv/csv-fixture.ts'
import type { ObservedRow } from '../../harness/verdict/comparison.ts'
import { test } from './broker.ts'
import { createTopic } from './plain-kafka.ts'
import { pieces, record } from './records.ts'

const limits = { timeoutMs: 20_000 }

const folder = dirname(fileURLToPath(import.meta.resolve('csv-spectrum/package.json')))
const csvPath = (name: string): string => join(folder, 'csvs', `${name}.csv`)
const jsonOf = (name: string): unknown => JSON.parse(readFileSync(join(folder, 'json', `${name}.json`), 'utf8'))

type Cells = Readonly<Record<string, string>>

/**
 * The cases whose two files say the same. The JSON of `location_coordinates` is one object and no list of rows, and has
 * another telephone number than the CSV.
 */
const soundCases = [
  'comma_in_quotes',
  'empty',
  'empty_crlf',
  'escaped_quotes',
  'json',
  'newlines',
  'newlines_crlf',
  'quotes_and_newlines',
  'simple',
  'simple_crlf',
  'utf8',
]

plainTest('the package has one case more, whose two files contradict each other', () => {
  const names = readdirSync(join(folder, 'csvs')).map((file) => file.replace(/\.csv$/, ''))
  expect(names.filter((name) => !soundCases.includes(name))).toEqual(['location_coordinates'])
  const phone = 'Contact Phone Number'
  expect(jsonOf('location_coordinates')).toHaveProperty(phone, '1234567890')
  expect(parse(readFileSync(csvPath('location_coordinates')), { columns: true })).toMatchObject([
    { [phone]: '2095257564' },
  ])
})

test.for(soundCases)('%s: what comes out of Kafka is, cell for cell, what the package says', async (name, context) => {
  const { session } = context.broker
  const [header = []] = parse(readFileSync(csvPath(name)), { to: 1 })
  const columns = z.object(Object.fromEntries(header.map((cell) => [cell, column.text()])))
  const fixture = csvFixture(csvPath(name), columns)
  const format = rowFormat(fixture.columns)
  const rows = (await Array.fromAsync(readCsv(fixture, await checkCsv(fixture)))).flat()

  await createTopic(session, context.topic)
  const records = rows.map(({ row }) => record('', { value: format.encode(row) }))
  await session.replay({ topic: context.topic, records: pieces(records), limits })
  const observed: ObservedRow[] = []
  await using reading = session.read({
    topic: context.topic,
    decode: decodeValue,
    take: (some) => void observed.push(...some),
  })
  await reading.toEnd(limits)

  const cells = observed.map(({ value }) =>
    z.encode(columns, columns.parse('decoded' in value ? value.decoded : value)),
  )
  expect(bytesOf(cells, header)).toEqual(bytesOf(jsonOf(name) as Cells[], header))
})

/** The cells of each row in the order of the header, as the bytes that they have. */
const bytesOf = (rows: readonly Cells[], header: readonly string[]): string[][] =>
  rows.map((row) => header.map((name) => Buffer.from(row[name] ?? 'no such cell').toString('hex')))
