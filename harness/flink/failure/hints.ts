/** What an exception means and what to do about it, where that is known: what took its finder an hour is told in a line. */
import type { RaisedException } from '../../verdict/run-account.ts'

interface Rule {
  readonly hint: string
  /** @param stacktrace Flink's whole stack trace; empty where Python alone has spoken */
  readonly applies: (raised: RaisedException, stacktrace: string) => boolean
}

const rules: readonly Rule[] = [
  {
    hint: "put the module into the job's own package, or its distribution into the image: nothing else is on the cluster",
    applies: ({ type }) => type === 'ModuleNotFoundError',
  },
  {
    hint: 'the Python worker ended without an exception: it was killed (by the system when memory ran out, by os.kill or os._exit), or a library crashed',
    applies: ({ type, message }) => type.endsWith('.StatusRuntimeException') && message.startsWith('CANCELLED'),
  },
  {
    hint: 'a function ended its worker: raise an exception instead of calling exit',
    applies: ({ type }, stacktrace) => type === 'SystemExit' && stacktrace !== '',
  },
  {
    hint: 'one value is too large for the worker, or its memory is: see taskmanager.memory.process.size and the limit of the container',
    applies: ({ type }) => type === 'MemoryError' || type === 'java.lang.OutOfMemoryError',
  },
  {
    hint: "the topic is not there: read and write the topics that the scenario's `args` are given",
    applies: ({ type }) => type.endsWith('.UnknownTopicOrPartitionException'),
  },
  {
    hint: "the job cannot reach the brokers that it was told: use the `brokers` that the scenario's `args` are given",
    applies: ({ type, message }) => type.endsWith('.TimeoutException') && /node assignment|not present/.test(message),
  },
  {
    hint: 'no broker has that name inside the cluster: give the job the `brokers` that `args` receives',
    applies: ({ type, message }) => type.endsWith('.ConfigException') && message.startsWith('No resolvable bootstrap'),
  },
  {
    hint: 'a job with flags of its own gets them by `args` in the scenario: args: ({ brokers, inputTopic, outputTopic, groupId, bounded }) => [...]',
    applies: ({ type, message }) =>
      type === 'SystemExit' && /error: (unrecognized arguments|the following arguments are required):/.test(message),
  },
  {
    hint: "the sink's transaction.timeout.ms (one hour unless it is set) is more than the broker's transaction.max.timeout.ms allows (15 minutes unless it is set): lower it with set_property, or raise the broker's",
    // The client wraps the broker's answer and keeps only its text.
    applies: ({ type, message }) =>
      /\.(InvalidTxnTimeout|Kafka)Exception$/.test(type) && message.includes('The transaction timeout is larger than'),
  },
  {
    hint: "the connector's jar is not in the image: add it to Flink's lib folder there, beside the Kafka connector's",
    applies: ({ message, type }) =>
      message.startsWith('Could not found the Java class') || type === 'java.lang.ClassNotFoundException',
  },
  {
    hint: 'a value is not of the type that its operator declares (output_type), or is None where it may not be: see docs/type-surprises.md',
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
  'the record has no value (a tombstone), and the job cannot read such a record: SimpleStringSchema and most deserializers fail on it'

/** The hint for an exception; null where nothing is known of it. */
export const hintOf = (raised: RaisedException, stacktrace: string): string | null =>
  rules.find(({ applies }) => applies(raised, stacktrace))?.hint ?? null
