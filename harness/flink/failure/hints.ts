/** What an exception means and what to do about it, where that is known: what took its finder an hour is told in a line. */
import type { RaisedException } from '../../verdict/run-account.ts'

interface Rule {
  readonly hint: string
  /** @param stacktrace Flink's whole stack trace; empty where Python alone has spoken */
  readonly applies: (raised: RaisedException, stacktrace: string) => boolean
}

const rules: readonly Rule[] = [
  {
    hint: "Put the module into the job's package, or install it in the image: the cluster has no other modules.",
    applies: ({ type }) => type === 'ModuleNotFoundError',
  },
  {
    hint: 'The Python worker ended without an exception: it was killed (out of memory, os.kill, os._exit), or a library crashed.',
    applies: ({ type, message }) => type.endsWith('.StatusRuntimeException') && message.startsWith('CANCELLED'),
  },
  {
    hint: 'A function ended its worker: raise an exception instead of calling exit.',
    applies: ({ type }, stacktrace) => type === 'SystemExit' && stacktrace !== '',
  },
  {
    hint: 'A value is too large, or the worker has too little memory: check taskmanager.memory.process.size and the limit of the container.',
    applies: ({ type }) => type === 'MemoryError' || type === 'java.lang.OutOfMemoryError',
  },
  {
    hint: 'The topic does not exist. Pass the job the topics that `args` receives.',
    applies: ({ type }) => type.endsWith('.UnknownTopicOrPartitionException'),
  },
  {
    hint: 'The job cannot reach its brokers. Pass it the `brokers` that `args` receives.',
    applies: ({ type, message }) => type.endsWith('.TimeoutException') && /node assignment|not present/.test(message),
  },
  {
    hint: 'No broker has this name inside the cluster. Pass the job the `brokers` that `args` receives.',
    applies: ({ type, message }) => type.endsWith('.ConfigException') && message.startsWith('No resolvable bootstrap'),
  },
  {
    hint: "Set the flags that the job takes with `args` in the scenario, for example: args: ({ brokers, inputTopic }) => ['--servers', brokers, '--from', inputTopic].",
    applies: ({ type, message }) =>
      type === 'SystemExit' && /error: (unrecognized arguments|the following arguments are required):/.test(message),
  },
  {
    hint: "The sink's transaction.timeout.ms (default: 1 h) exceeds the broker's transaction.max.timeout.ms (default: 15 min). Lower it with set_property, or raise the broker's limit.",
    // The client wraps the broker's answer and keeps only its text.
    applies: ({ type, message }) =>
      /\.(InvalidTxnTimeout|Kafka)Exception$/.test(type) && message.includes('The transaction timeout is larger than'),
  },
  {
    hint: "The connector's jar is not in the image. Add it to Flink's lib folder in the image.",
    applies: ({ message, type }) =>
      message.startsWith('Could not found the Java class') || type === 'java.lang.ClassNotFoundException',
  },
  {
    hint: 'A value does not have the type that its operator declares (output_type), or is None where None is not allowed: see docs/type-surprises.md.',
    applies: ({ file, traceback }, stacktrace) => file === null && isSerialising(traceback, stacktrace),
  },
]

/** Whether the error came up where PyFlink or Flink turns a value into bytes, or thread mode into a Java object. */
const isSerialising = (traceback: string | null, stacktrace: string): boolean =>
  traceback === null
    ? /^Caused by: java\.lang\.(NullPointerException|ClassCastException)\b[^]*\b\w*(Serializer|DataConverter|SerializationSchema|StringSchema)\b/m.test(
        stacktrace,
      )
    : /coder_impl\w*\.pyx?", line \d+/.test(traceback)

/** The hint for a job that failed on a record without a value, whatever it failed with. */
export const noValueHint =
  'The record has no value (a tombstone): SimpleStringSchema and most deserializers fail on it.'

/** The hint for an exception; null where nothing is known of it. */
export const hintOf = (raised: RaisedException, stacktrace: string): string | null =>
  rules.find(({ applies }) => applies(raised, stacktrace))?.hint ?? null
