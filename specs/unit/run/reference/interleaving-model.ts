/** What a reference gives on every interleaving that there is, worked out without the harness. */
import { type Kind, type Out, outOfOrderMs, type Row, sizeMs } from './interleaving-kinds.ts'

export interface ModelRow {
  readonly row: Row
  readonly partition: number
}

/** Rows as they come out, with the lane that each has its order in, and the moment at which its window closed. */
export type Outcome = readonly { readonly out: Out; readonly lane: number; readonly moment: number | null }[]

/** The lane of windows. */
const windowLane = 9

/** What comes of the order of the file, and of every order that keeps that of each partition. */
export function modelOf(
  kind: Kind,
  rows: readonly ModelRow[],
): { readonly inFile: Outcome; readonly others: readonly Outcome[] } {
  if ('combine' in kind) {
    return { inFile: fold(kind, rows), others: ordersOf(rows, () => true).map((order) => fold(kind, order)) }
  }
  const used = [...new Set(rows.map(({ partition }) => partition))]
  const { outcome, lateBehind } = close(kind, rows, used)
  // A late row is sent when the watermark has come, and the rows behind it when it has been sent.
  const isSent = (row: ModelRow, before: readonly ModelRow[]): boolean =>
    rows.slice(0, rows.indexOf(row) + 1).every((one) => (lateBehind.get(one) ?? -Infinity) <= watermarkOf(before, used))
  return { inFile: outcome, others: ordersOf(rows, isSent).map((order) => close(kind, order, used).outcome) }
}

/** Every order, one row after the other, of those that can be next. */
function ordersOf(
  rows: readonly ModelRow[],
  isSent: (row: ModelRow, before: readonly ModelRow[]) => boolean,
  before: readonly ModelRow[] = [],
): ModelRow[][] {
  if (before.length === rows.length) return [[...before]]
  const left = rows.filter((row) => !before.includes(row))
  const firsts = left.filter((row) => left.find(({ partition }) => partition === row.partition) === row)
  return firsts.filter((row) => isSent(row, before)).flatMap((row) => ordersOf(rows, isSent, [...before, row]))
}

function fold({ combine, show }: Extract<Kind, { combine: unknown }>, rows: readonly ModelRow[]): Outcome {
  const last = new Map<number, Row>()
  return rows.flatMap(({ row, partition }) => {
    const before = last.get(row.key)
    const next = before === undefined ? row : combine(before, row)
    last.set(row.key, next)
    const out = show(next)
    return out === null ? [] : [{ out, lane: partition, moment: null }]
  })
}

function watermarkOf(rows: readonly ModelRow[], used: readonly number[]): number {
  const latest = used.map((one) =>
    Math.max(...rows.filter(({ partition }) => partition === one).map(({ row }) => row.timeMs)),
  )
  return Math.min(...latest) - outOfOrderMs - 1
}

function close(
  { show, isTotal }: Exclude<Kind, { combine: unknown }>,
  rows: readonly ModelRow[],
  used: readonly number[],
): { readonly outcome: Outcome; readonly lateBehind: ReadonlyMap<ModelRow, number> } {
  const open = new Map<string, { readonly key: number; readonly endMs: number; readonly rows: Row[] }>()
  const lateBehind = new Map<ModelRow, number>()
  const totals = new Map<number, string>()
  const outcome: { out: Out; lane: number; moment: number | null }[] = []
  const advance = (watermarkMs: number): void => {
    const due = [...open].filter(([, { endMs }]) => endMs - 1 <= watermarkMs)
    for (const [name, window] of due.toSorted(([, one], [, other]) => one.endMs - other.endMs)) {
      open.delete(name)
      const { key, text } = show(window.key, window.rows, window.endMs - sizeMs)
      const before = totals.get(key)
      const shown = isTotal && before !== undefined ? `${before};${text}` : text
      totals.set(key, shown)
      outcome.push({ out: { key, text: shown }, lane: windowLane, moment: window.endMs })
    }
  }
  for (const [at, taken] of rows.entries()) {
    const { key, timeMs } = taken.row
    const endMs = Math.floor(timeMs / sizeMs) * sizeMs + sizeMs
    if (endMs - 1 <= watermarkOf(rows.slice(0, at), used)) lateBehind.set(taken, endMs - 1)
    else {
      const name = `${key} ${endMs}`
      const window = open.get(name) ?? { key, endMs, rows: [] }
      open.set(name, window)
      window.rows.push(taken.row)
    }
    advance(watermarkOf(rows.slice(0, at + 1), used))
  }
  advance(Infinity)
  return { outcome, lateBehind }
}
