/** `streamassay replay FILE.csv`: the rows of a file as records into a topic, once or again and again, at a pace. */
import { basename } from 'node:path'

import { StreamassayError } from '../../errors.ts'
import { outgoingRecord } from '../../kafka/outgoing-record.ts'
import type { OutgoingRecord } from '../../kafka/replay/replay.ts'
import { rowFormat } from '../../record/row-format.ts'
import { checkCsv, readCsv } from '../../scenario/csv/csv-check.ts'
import type { CsvFixture, CsvSummary } from '../../scenario/csv/csv-fixture.ts'
import { counted } from '../../verdict/report/value-text.ts'
import { print } from '../print.ts'
import { showingCount } from '../progress/count.ts'
import { needTopic, sessionAt } from './topics.ts'
import { type NamedRow, readTypes, wholeFile } from './csv-columns.ts'

/** As they were written; undefined is what was not. */
export interface ReplayWords {
  readonly brokers?: string | undefined
  /** The file's name without its ending, when not given. */
  readonly topic?: string | undefined
  /** A column. */
  readonly key?: string | undefined
  readonly types?: string | undefined
  /** Rows per second at most. */
  readonly rate?: string | undefined
  /** How many times the file is sent; without a number, until it is interrupted. */
  readonly loop?: string | true | undefined
}

/** A week: nothing goes on for ever. */
const longestMs = 7 * 24 * 60 * 60_000

/**
 * Sends every row of the file, which is checked first. The topic is made, with one partition, when it is not there.
 *
 * @returns the exit code, 0
 * @throws StreamassayError `OPTION_INVALID`, `CSV_INVALID`, `CSV_UNREADABLE`, `CSV_CHANGED`, `KAFKA_TOPIC_FAILED`,
 * `KAFKA_REPLAY_FAILED`; the signal's reason
 */
export async function replayCommand(path: string, words: ReplayWords, signal: AbortSignal): Promise<number> {
  const rowsPerSecond = words.rate === undefined ? undefined : positive('--rate', words.rate)
  const times = words.loop === true ? Infinity : words.loop === undefined ? 1 : positive('--loop', words.loop)
  const fixture = await wholeFile(path, readTypes(words.types))
  const summary = await checkCsv(fixture)
  const key = keyOf(words.key, fixture)
  const topic = words.topic ?? basename(path).replace(/\.[^.]*$/, '')
  await using release = new AsyncDisposableStack()
  const kafka = await sessionAt(words.brokers, release)
  const { partitions } = await needTopic(kafka, { name: topic, partitions: 1 }, signal)
  const choices = { name: topic, inputPartitions: partitions, ...(key !== undefined && { key }) }
  const total = summary.rows * times
  const { acknowledged } = await showingCount(`replay into ${topic}`, { total, unit: 'row' }, (tell) =>
    kafka.replay({
      topic,
      records: recordsOf(fixture, summary, times, choices),
      limits: { timeoutMs: longestMs, signal, ...(rowsPerSecond !== undefined && { rowsPerSecond }) },
      onProgress: (soFar) => tell(soFar.acknowledged),
    }),
  )
  print(`${counted(acknowledged, 'row')} of ${path} acknowledged in ${topic} at ${kafka.brokers}`)
  return 0
}

type Choices = Parameters<typeof outgoingRecord<NamedRow>>[0]

async function* recordsOf(
  fixture: CsvFixture<NamedRow>,
  summary: CsvSummary,
  times: number,
  choices: Choices,
): AsyncGenerator<readonly OutgoingRecord[], void, undefined> {
  const format = rowFormat(fixture.columns)
  let before = 0
  for (let time = 0; time < times; time += 1) {
    for await (const rows of readCsv(fixture, summary)) {
      const first = before
      yield rows.map(({ row }, at) => outgoingRecord(choices, format, row, first + at))
      before += rows.length
    }
  }
}

function keyOf(key: string | undefined, { path, columns }: CsvFixture<NamedRow>): string | undefined {
  const names = 'shape' in columns ? Object.keys(columns.shape as object) : []
  if (key === undefined || names.includes(key)) return key
  throw new StreamassayError('OPTION_INVALID', `--key: ${path} has no column ${key}`, {
    remedy: `Its columns are ${names.join(', ')}.`,
  })
}

function positive(option: string, word: string): number {
  const value = Number(word)
  if (value > 0 && Number.isFinite(value)) return value
  throw new StreamassayError('OPTION_INVALID', `${option}: expected a number above 0, got ${JSON.stringify(word)}`, {
    remedy: `Give a number, such as ${option} 100.`,
  })
}
