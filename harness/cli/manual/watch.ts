/** `streamassay watch TOPIC`: the values of a topic's records as they come, one a line. */
import { StreamassayError } from '../../errors.ts'
import { visible } from '../../verdict/report/value-text.ts'
import { untilAborted } from '../../wait-until.ts'
import { print, printed } from '../print.ts'
import { needKept } from './addresses.ts'
import { collect, leftSink } from './collect.ts'
import { wholeNumber } from './numbers.ts'
import { sessionAt } from './topics.ts'

/** The options as written; undefined if not given. */
export interface WatchWords {
  readonly brokers?: string | undefined
  /** Ends after this many records (default: runs until it is interrupted). */
  readonly count?: string | undefined
  /** (default: `kafka`) */
  readonly sink?: string | undefined
}

const answerMs = 10_000

/**
 * Prints a topic from its beginning and follows it; of another sink, prints what the job has written so far. Invisible
 * characters are escaped, and a record without a value is `(null)`.
 *
 * @returns the exit code, 0; 2 where another sink has nothing
 * @throws StreamassayError `OPTION_INVALID`, also when there is no such topic; `KAFKA_TOPIC_FAILED`, `KAFKA_DRAIN_FAILED`; the signal's reason
 */
export async function watchCommand(topic: string, words: WatchWords, interrupted: AbortSignal): Promise<number> {
  const most = words.count === undefined ? Infinity : wholeNumber('--count', words.count)
  const sink = leftSink(words.sink)
  if (sink !== null) {
    await using stack = await needKept(interrupted)
    return await collect(stack, { sink, name: topic, most }, AbortSignal.any([interrupted, stack.dead]))
  }
  await using release = new AsyncDisposableStack()
  const { kafka, signal } = await sessionAt(words.brokers, release, interrupted)
  if ((await kafka.partitionsOf(topic, { timeoutMs: answerMs, signal })) === null) {
    throw new StreamassayError('OPTION_INVALID', `topic ${topic} does not exist at ${kafka.brokers}`, {
      remedy: `Correct its name, or create it: npx streamassay topic ${topic}.`,
    })
  }
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
        // A reader that has stopped reading must not hold an interrupted watch back.
        await untilAborted(printed(), signal)
        if (shown >= most) over.resolve()
      },
      signal,
    }),
  )
  await untilAborted(over.promise, reading.failed)
  return 0
}
