/** `streamassay watch TOPIC`: the values of a topic's records as they come, one a line. */
import { StreamassayError } from '../../errors.ts'
import { visible } from '../../verdict/report/value-text.ts'
import { print, printed } from '../print.ts'
import { sessionAt } from './topics.ts'

/** As they were written; undefined is what was not. */
export interface WatchWords {
  readonly brokers?: string | undefined
  /** How many records are shown before it ends; without it, it goes on until it is interrupted. */
  readonly count?: string | undefined
}

/**
 * Shows a topic from its beginning. Each value is shown as text, with nothing invisible in it; a record without a value as `(null)`.
 *
 * @returns the exit code, 0
 * @throws StreamassayError `OPTION_INVALID`, `KAFKA_DRAIN_FAILED` when there is no such topic; the signal's reason
 */
export async function watchCommand(topic: string, words: WatchWords, signal: AbortSignal): Promise<number> {
  const most = words.count === undefined ? Infinity : wholeNumber(words.count)
  await using release = new AsyncDisposableStack()
  const kafka = await sessionAt(words.brokers, release)
  const over = Promise.withResolvers<void>()
  let shown = 0
  const reading = release.use(
    kafka.read({
      topic,
      decode: (value) => ({ decoded: value === null ? '(null)' : visible(new TextDecoder().decode(value)) }),
      take: async (rows) => {
        for (const { value } of rows.slice(0, most - shown)) {
          if ('decoded' in value) print(String(value.decoded))
          shown += 1
        }
        await printed()
        if (shown >= most) over.resolve()
      },
      signal,
    }),
  )
  const fail = (): void => over.reject(reading.failed.reason)
  if (reading.failed.aborted) fail()
  else reading.failed.addEventListener('abort', fail, { once: true })
  await over.promise
  return 0
}

function wholeNumber(word: string): number {
  if (/^[1-9]\d*$/.test(word)) return Number(word)
  throw new StreamassayError(
    'OPTION_INVALID',
    `--count: expected a whole number above 0, got ${JSON.stringify(word)}`,
    {
      remedy: 'Give a number of records, such as --count 10.',
    },
  )
}
