/** Reads the output of a run from whichever sink its job writes to. */
import { StreamassayError } from '../../errors.ts'
import type { OutputReading, ReadOptions } from '../../kafka/drain/output-reading.ts'
import type { KafkaSession } from '../../kafka/session.ts'
import { type WorkLimits, within } from '../../kafka/wire/within.ts'
import type { OutputPlace } from '../../scenario/sink.ts'
import type { Stack } from '../../stack/stack.ts'
import type { TaskManagerOutput } from '../../stack/taskmanager-output.ts'
import { waitUntil } from '../../wait-until.ts'
import { consoleLines } from './console-lines.ts'
import { fileLines } from './file-lines.ts'
import { linesOf, rowsOf, type SinkLine } from './sink-lines.ts'

export interface SinkOptions extends Pick<ReadOptions, 'decode' | 'take'> {
  readonly place: OutputPlace
  readonly kafka: KafkaSession
  /** May still be on its way. */
  readonly stack: Promise<Pick<Stack, 'taskManagers'>>
  readonly signal: AbortSignal
}

/** See `OutputReading`. A topic is read while it grows, anything else when the job has ended. */
export interface SinkReading
  extends
    Pick<OutputReading, 'failed' | 'rowsInTransactions' | 'isUndecided' | 'toEnd'>,
    Partial<Pick<OutputReading, 'appended'>>,
    AsyncDisposable {
  /** Of a sink that is no topic: all of it once more. */
  readonly again?: (take: ReadOptions['take'], limits: WorkLimits) => Promise<readonly bigint[]>
}

const cleanTimeoutMs = 10_000

/** To be called before the job is submitted. What the job has left where it runs is removed with the reading. */
export function readSink({ place: { sink, name }, kafka, stack, ...options }: SinkOptions): SinkReading {
  if (sink === 'kafka') return kafka.read({ topic: name, ...options })
  const ofEach = async <Answer>(ask: (one: TaskManagerOutput) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all((await stack).taskManagers.map(ask))
  if (sink === 'file') {
    return new LinesReading(options, {
      lines: async (signal) => fileLines((await ofEach((one) => one.files(name, signal))).flat()),
      // It goes with its container at the latest.
      clean: async (signal) => void (await ofEach((one) => one.removeFolder(name, signal))),
    })
  }
  const begun = ofEach((one) => beginConsole(one, name, options.signal))
  // Told when the lines are read.
  begun.catch(() => undefined)
  return new LinesReading(options, {
    lines: async (signal) => {
      const said = await Promise.all((await begun).map((one) => readConsole(one, signal)))
      return said.flat()
    },
  })
}

interface LinesSource {
  /** All lines of a job that has ended. */
  readonly lines: (signal: AbortSignal) => Promise<Iterable<SinkLine>>
  readonly clean?: (signal: AbortSignal) => Promise<void>
}

class LinesReading implements SinkReading {
  /** Nothing is read before the end. */
  readonly failed = new AbortController().signal
  readonly rowsInTransactions = 0
  readonly #options: Pick<ReadOptions, 'decode' | 'take'>
  readonly #source: LinesSource
  /** Of the first reading; null before its end. */
  #rows: number | null = null

  constructor(options: Pick<ReadOptions, 'decode' | 'take'>, source: LinesSource) {
    this.#options = options
    this.#source = source
  }

  isUndecided(): Promise<boolean> {
    return Promise.resolve(false)
  }

  toEnd(limits: WorkLimits): Promise<readonly bigint[]> {
    return this.again(this.#options.take, limits)
  }

  again(take: ReadOptions['take'], limits: WorkLimits): Promise<readonly bigint[]> {
    const { decode } = this.#options
    return within(limits, {
      run: async (signal) => {
        const ends: bigint[] = []
        let count = 0
        for (const rows of rowsOf(await this.#source.lines(signal), decode)) {
          signal.throwIfAborted()
          for (const { partition, offset } of rows) ends[partition] = offset + 1n
          await take(rows)
          count += rows.length
        }
        this.#rows ??= count
        // The job has ended: what is missing now was lost where it was kept.
        if (count !== this.#rows) throw sinkFailed(`it held ${this.#rows} rows at first, and then ${count}`, undefined)
        return Array.from(ends, (end) => end ?? 0n)
      },
      failed: sinkFailed,
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#source.clean?.(AbortSignal.timeout(cleanTimeoutMs)).catch(() => undefined)
  }
}

interface ConsoleBegun {
  readonly taskManager: TaskManagerOutput
  readonly word: string
  readonly since: Date
}

const beginning = (word: string): string => `${word}: the run begins`

/** Says so where the job is going to print: a log that does not hold that any more has lost its beginning. */
async function beginConsole(taskManager: TaskManagerOutput, word: string, signal: AbortSignal): Promise<ConsoleBegun> {
  const since = new Date()
  await taskManager.say(beginning(word), signal)
  return { taskManager, word, since }
}

/** What the job has printed stands in front of a line that is said now, and is there when that is. */
async function readConsole({ taskManager, word, since }: ConsoleBegun, signal: AbortSignal) {
  const end = `${word}: the run ends`
  await taskManager.say(end, signal)
  const output = await waitUntil(
    async (limit) => {
      const said = await taskManager.said(since, limit)
      return holds(said, end) ? { found: said } : { seen: 'a log without this line' }
    },
    {
      what: `the TaskManager's log to hold the line "${end}"`,
      timeoutMs: 30_000,
      signal,
      remedy: 'Check that the engine keeps container logs: `docker info` shows its logging driver.',
    },
  )
  if (holds(output, beginning(word))) return [...consoleLines(output, word)]
  throw sinkFailed("the TaskManager's log does not go back to the beginning of the run", undefined)
}

function holds(output: Uint8Array, line: string): boolean {
  const wanted = Buffer.from(line)
  return linesOf(output).some((one) => wanted.equals(one))
}

const sinkFailed = (why: string, cause: unknown): StreamassayError =>
  new StreamassayError('SINK_READ_FAILED', `the output of the job cannot be read: ${why}`, {
    remedy:
      'Check that the engine answers and that the job does not print without end: only the newest 128 MiB of a container log are kept (with Docker Compose: `max-size` times `max-file` of the logging driver).',
    cause,
  })
