/** The sinks that a job may write to, and how the place of a run's output is named in each of them. */

/**
 * Where a job writes: a Kafka topic; a folder of files, a row a line, as a FileSink leaves them where the job runs; lines
 * that it prints there, each behind a word of the run's own and `> `, as PyFlink's `print(word)` does.
 */
export type Sink = 'kafka' | 'file' | 'console'

/** The output of one run: its sink, and there the topic, the folder or the word. */
export interface OutputPlace {
  readonly sink: Sink
  readonly name: string
}

/** A folder at the TaskManager that no other run has. */
export const outputFolder = (outputTopic: string): string => `/tmp/streamassay-output/${outputTopic}`

/** Where a job that is told of that topic writes. */
export const outputPlace = (sink: Sink, outputTopic: string): OutputPlace => ({
  sink,
  name: sink === 'file' ? outputFolder(outputTopic) : outputTopic,
})
