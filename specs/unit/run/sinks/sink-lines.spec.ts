/** Lines of text as rows: each counted in its subtask, none lost between pieces. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { linesOf, rowsOf, type SinkLine } from '../../../../harness/run/sinks/sink-lines.ts'

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
const sinkLines = (count: number, subtasks: number): SinkLine[] =>
  Array.from({ length: count }, (_, at) => ({ subtask: at % subtasks, text: Buffer.from(`row ${at}`) }))
const decode = (value: Uint8Array) => ({ decoded: text(value) })

describe('lines', () => {
  test.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\n\nb\n', ['a', '', 'b']],
    ['\n', ['']],
    ['a\r\nb', ['a\r', 'b']],
  ])('of %j', (given, lines) => expect([...linesOf(Buffer.from(given))].map(text)).toEqual(lines))

  test('are what was joined', () => {
    const line = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\n'))
    fc.assert(
      fc.property(fc.array(line), (given) => {
        const joined = given.map((one) => `${one}\n`).join('')
        expect([...linesOf(Buffer.from(joined))].map(text)).toEqual(given)
      }),
    )
  })
})

describe('rows', () => {
  test('are numbered within their subtask', () => {
    const rows = [...rowsOf(sinkLines(5, 2), decode)].flat()
    expect(rows.map(({ partition, offset }) => `${partition}:${offset}`)).toEqual(['0:0', '1:0', '0:1', '1:1', '0:2'])
    expect(rows[4]).toEqual({ partition: 0, offset: 2n, timestampMs: null, value: { decoded: 'row 4' } })
  })

  test.each([0, 1, 999, 1000, 1001, 2500])('come in pieces that hold all %i of them', (count) => {
    const pieces = [...rowsOf(sinkLines(count, 1), decode)]
    expect(pieces.every((piece) => piece.length > 0 && piece.length <= 1000)).toBe(true)
    expect(pieces.flat().map(({ offset }) => offset)).toEqual(Array.from({ length: count }, (_, at) => BigInt(at)))
  })

  test('that do not decode keep their bytes, and no more than those', () => {
    const given = [...linesOf(Buffer.from('one\ntwo\n'))].map((one) => ({ subtask: 0, text: one }))
    const kept: Uint8Array[] = []
    const rows = [...rowsOf(given, (raw) => ({ raw, problem: `not JSON, the ${kept.push(raw)}.` }))].flat()
    expect(rows[1]?.value).toEqual({ raw: new Uint8Array(Buffer.from('two')), problem: 'not JSON, the 2.' })
    expect(kept.map(({ buffer }) => buffer.byteLength)).toEqual([3, 3])
  })
})
