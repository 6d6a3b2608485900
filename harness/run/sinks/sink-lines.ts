/** Lines of text that a job has written side by side, as observed rows: a line is a row, a subtask of the sink a partition. */
import type { ObservedRow } from '../../verdict/comparison.ts'

/** A line without its end, and which of the sink's subtasks, from 0, wrote it. */
export interface SinkLine {
  readonly subtask: number
  readonly text: Uint8Array
}

const newline = 0x0a
/** So many rows are handed on at once. */
const pieceRows = 1000

/** The lines of a text; the last one need not end. */
export function* linesOf(text: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let from = 0; from < text.length;) {
    const end = text.indexOf(newline, from)
    const to = end < 0 ? text.length : end
    yield text.subarray(from, to)
    from = to + 1
  }
}

/** The lines as rows, each counted in its subtask from 0, in pieces. */
export function* rowsOf(
  lines: Iterable<SinkLine>,
  decode: (value: Uint8Array) => ObservedRow['value'],
): Generator<readonly ObservedRow[], void, undefined> {
  const counts: bigint[] = []
  let piece: ObservedRow[] = []
  for (const { subtask, text } of lines) {
    const offset = counts[subtask] ?? 0n
    counts[subtask] = offset + 1n
    // A row that is kept must not keep all that was read with it.
    piece.push({ partition: subtask, offset, timestampMs: null, value: decode(new Uint8Array(text)) })
    if (piece.length < pieceRows) continue
    yield piece
    piece = []
  }
  if (piece.length > 0) yield piece
}
