/** Kinds of references that keep state, each with what it does in plain words for the model. */
import { pipeline, type Pipeline } from '../../../../harness/scenario/reference/pipeline.ts'

export interface Row {
  readonly at: number
  readonly key: number
  readonly value: number
  readonly timeMs: number
}

export interface Out {
  readonly key: number
  readonly text: string
}

interface Common {
  readonly name: string
  readonly reference: Pipeline<Row, Out>
}

/** What a kind does: with each row of a key after the one before, or with all rows of a window. */
export type Kind =
  | (Common & { readonly combine: (before: Row, row: Row) => Row; readonly show: (row: Row) => Out | null })
  | (Common & { readonly show: (key: number, rows: readonly Row[], startMs: number) => Out; readonly isTotal: boolean })

/** Windows of the timed kinds. */
export const [sizeMs, outOfOrderMs] = [10, 3]

const folding = (
  name: string,
  combine: (before: Row, row: Row) => Row,
  show: (row: Row) => Out | null = ({ key, value }) => ({ key, text: `${value}` }),
): Kind => ({
  name,
  combine,
  show,
  reference: pipeline<Row>()
    .keyBy(({ key }) => key)
    .reduce(combine)
    .flatMap((row) => {
      const out = show(row)
      return out === null ? [] : [out]
    }),
})

const windowed = (name: string, show: (rows: readonly Row[]) => string, isTotal = false): Kind => {
  const shown = (key: number, rows: readonly Row[], startMs: number): Out => ({ key, text: `${startMs} ${show(rows)}` })
  const windows = pipeline<Row>()
    .eventTime(({ timeMs }) => timeMs, { outOfOrderMs })
    .keyBy(({ key }) => key)
    .tumblingWindow({ sizeMs }, (rows, { key, startMs }) => shown(key, rows, startMs))
  const totals = windows.keyBy(({ key }) => key).reduce(({ text }, row) => ({ ...row, text: `${text};${row.text}` }))
  return { name, show: shown, isTotal, reference: isTotal ? totals : windows }
}

export const kinds: readonly Kind[] = [
  folding('sum', (before, row) => ({ ...row, value: before.value + row.value })),
  folding(
    'sum with its row',
    (before, row) => ({ ...row, value: before.value + row.value }),
    ({ key, at, value }) => ({ key, text: `${at}: ${value}` }),
  ),
  folding('maximum', (before, row) => ({ ...row, value: Math.max(before.value, row.value) })),
  folding('first', (before) => before),
  folding('last', (_, row) => row),
  folding('difference', (before, row) => ({ ...row, value: row.value - before.value })),
  folding(
    'even sums',
    (before, row) => ({ ...row, value: before.value + row.value }),
    ({ key, value }) => (value % 2 === 0 ? { key, text: `${value}` } : null),
  ),
  folding('by remainder', (before, row) => ({ ...row, value: (3 * before.value + row.value) % 4 })),
  windowed('count', (rows) => `${rows.length}`),
  windowed('sum of a window', (rows) => `${rows.reduce((sum, { value }) => sum + value, 0)}`),
  windowed('list', (rows) => rows.map(({ at }) => at).join(' ')),
  windowed('first of a window', ([first]) => `${first?.value}`),
  windowed('largest of a window', (rows) => `${Math.max(...rows.map(({ value }) => value))}`),
  windowed('counts so far', (rows) => `${rows.length}`, true),
]
