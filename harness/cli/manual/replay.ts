/** `streamassay replay FILE.csv`: the rows of a file as records into a topic, once or again and again, at a pace. */
import { listed } from '../../text.ts'
import { basename } from 'node:path'

import { StreamassayError } from '../../errors.ts'
import { outgoingRecords } from '../../kafka/outgoing-record.ts'
import { rowFormat } from '../../record/row-format.ts'
import { columnKinds } from '../../scenario/column-kinds.ts'
import { checkCsv, readCsv } from '../../scenario/csv/csv-check.ts'
import type { CsvFixture, CsvSummary, NumberedRow } from '../../scenario/csv/csv-fixture.ts'
import { counted } from '../../verdict/report/value-text.ts'
import { print } from '../print.ts'
import { showingCount } from '../progress/count.ts'
import { type NamedRow, readTypes, wholeFile } from './csv-columns.ts'
import { rateOf, wholeNumber } from './numbers.ts'
import { needTopic, sessionAt } from './topics.ts'

/** The options as written; undefined if not given. */
export interface ReplayWords {
  readonly brokers?: string | undefined
  /** (default: the name of the file without its extension) */
  readonly topic?: string | undefined
  /** A column. */
  readonly key?: string | undefined
  readonly types?: string | undefined
  /** Rows per second at most. */
  readonly rate?: string | undefined
  /** How often the file is sent; `true`: until interrupted. */
  readonly loop?: string | true | undefined
}

/** A week: every wait has a limit. */
const longestMs = 7 * 24 * 60 * 60_000

/**
 * Sends every row of the file, which is checked first. The topic is made, with one partition, when it is not there.
 *
 * @returns the exit code, 0
 * @throws StreamassayError `OPTION_INVALID`, `CSV_INVALID`, `CSV_UNREADABLE`, `CSV_CHANGED`, `KAFKA_TOPIC_FAILED`,
 * `KAFKA_REPLAY_FAILED`; the signal's reason
 */
export async function replayCommand(path: string, words: ReplayWords, interrupted: AbortSignal): Promise<number> {
  const rowsPerSecond = words.rate === undefined ? undefined : rateOf('--rate', words.rate)
  const times = words.loop === true ? Infinity : words.loop === undefined ? 1 : wholeNumber('--loop', words.loop)
  const fixture = await wholeFile(path, readTypes(words.types))
  const summary = await checkCsv(fixture)
  const key = keyOf(words.key, fixture)
  if (summary.rows === 0 && times > 1) {
    throw new StreamassayError('OPTION_INVALID', `--loop: ${path} has no rows`, {
      remedy: 'Give a file with rows after its header.',
    })
  }
  const topic = topicFor(path, words.topic)
  await using release = new AsyncDisposableStack()
  const { kafka, signal } = await sessionAt(words.brokers, release, interrupted)
  const { partitions } = await needTopic(kafka, { name: topic, partitions: 1 }, signal)
  const choices = { name: topic, inputPartitions: partitions, ...(key !== undefined && { key }) }
  const total = summary.rows * times
  const { acknowledged } = await showingCount(`replay to ${topic}`, { total, unit: 'row' }, (tell) =>
    kafka.replay({
      topic,
      records: outgoingRecords(choices, rowFormat(fixture.columns), again(fixture, summary, times)),
      limits: { timeoutMs: longestMs, signal, ...(rowsPerSecond !== undefined && { rowsPerSecond }) },
      onProgress: (soFar) => tell(soFar.acknowledged),
    }),
  )
  print(`${counted(acknowledged, 'row')} of ${path} sent to ${topic} at ${kafka.brokers}`)
  return 0
}

/** The topic that was named, else one named after the file. */
function topicFor(path: string, named: string | undefined): string {
  const topic = named ?? basename(path).replace(/\.[^.]*$/, '')
  if (/^[\w.-]{1,249}$/.test(topic)) return topic
  throw new StreamassayError('OPTION_INVALID', `--topic: ${JSON.stringify(topic)} is not a valid topic name`, {
    remedy: 'Use at most 249 ASCII letters, digits, dots, dashes and underscores: --topic orders.',
  })
}

/** The rows of the file, so many times. */
async function* again(
  fixture: CsvFixture<NamedRow>,
  summary: CsvSummary,
  times: number,
): AsyncGenerator<readonly NumberedRow<NamedRow>[], void, undefined> {
  for (let time = 0; time < times; time += 1) yield* readCsv(fixture, summary)
}

function keyOf(key: string | undefined, { path, columns }: CsvFixture<NamedRow>): string | undefined {
  const names = [...columnKinds(columns).keys()]
  if (key === undefined || names.includes(key)) return key
  throw new StreamassayError('OPTION_INVALID', `--key: ${path} has no column ${key}`, {
    remedy: `Its columns are ${listed(names)}.`,
  })
}
