/** The lines that a job has printed, among all that the TaskManager has written to its standard output. */
import { linesOf, type SinkLine } from './sink-lines.ts'

/** Of each line that stands behind the word, or behind the word, a colon and the subtask's number, from 1: what follows. */
export function* consoleLines(output: Uint8Array, word: string): Generator<SinkLine, void, undefined> {
  const [begin, end] = [Buffer.from(word), Buffer.from('> ')]
  for (const line of linesOf(output)) {
    if (!begin.equals(line.subarray(0, begin.length))) continue
    const behind = Buffer.from(line.buffer, line.byteOffset, line.length).indexOf(end, begin.length)
    const number = Buffer.from(line.subarray(begin.length, Math.max(behind, 0))).toString()
    if (behind < 0 || !/^(:[1-9]\d*)?$/.test(number)) continue
    yield { subtask: number === '' ? 0 : Number(number.slice(1)) - 1, text: line.subarray(behind + end.length) }
  }
}
