/** The lines that expected, observed and differing rows become. */
import { describe, expect, test } from 'vitest'

import { expectedJson, findingJson, ndjson, observedJson } from '../../../harness/evidence/ndjson.ts'
import { compare } from '../../../harness/verdict/compare/compare.ts'
import { expectedRows, observedRow, observedRows, undecodedRow } from '../verdict/compare/rows.ts'

describe('ndjson', () => {
  test('writes an expected row with its line, and numbers exactly', () => {
    const rows = [...expectedRows({ id: 2n ** 63n, zero: -0, nan: Number.NaN }), { out: 'last', line: null }]
    expect([...ndjson(rows, expectedJson)].join('')).toMatchInlineSnapshot(`
      "{"line":2,"value":{"id":9223372036854775808,"zero":-0.0,"nan":NaN}}
      {"line":null,"value":"last"}
      "
    `)
  })

  test('writes an observed row with its place, and a value that does not decode as base64', () => {
    const tombstone = {
      ...undecodedRow('', 'no value (tombstone)', 3),
      value: { raw: null, problem: 'no value (tombstone)' },
    }
    const rows = [observedRow({ id: 1 }, 2, 9), undecodedRow('{', 'not JSON', 1), tombstone]
    expect([...ndjson(rows, observedJson)].join('')).toMatchInlineSnapshot(`
      "{"partition":2,"offset":9,"timestampMs":0,"value":{"id":1}}
      {"partition":0,"offset":1,"timestampMs":0,"problem":"not JSON","raw":"ew=="}
      {"partition":0,"offset":3,"timestampMs":0,"problem":"no value (tombstone)","raw":null}
      "
    `)
  })

  test('writes every kind of finding with all that is known of it', () => {
    const rows = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, n: 1 }))
    const [, b, c, , e] = rows
    const { findings } = compare({
      expected: expectedRows(...rows),
      observed: [...observedRows({ id: 'a' }, c, b, e, e), undecodedRow('{', 'not JSON', 5)],
      identity: 'id',
    })
    expect([...ndjson(findings, findingJson)].join('')).toMatchInlineSnapshot(`
      "{"class":"differing","expected":{"line":2,"value":{"id":"a","n":1}},"observed":{"partition":0,"offset":0,"timestampMs":0,"value":{"id":"a"}},"pairedBy":"identity","fields":[{"path":"n","expected":1}]}
      {"class":"lost","expected":{"line":5,"value":{"id":"d","n":1}}}
      {"class":"unexpected","observed":{"partition":0,"offset":5,"timestampMs":0,"problem":"not JSON","raw":"ew=="}}
      {"class":"duplicated","expected":{"line":6,"value":{"id":"e","n":1}},"observed":{"partition":0,"offset":4,"timestampMs":0,"value":{"id":"e","n":1}}}
      {"class":"misordered","expected":{"line":4,"value":{"id":"c","n":1}},"observed":{"partition":0,"offset":1,"timestampMs":0,"value":{"id":"c","n":1}},"seen":"before","other":{"line":3,"value":{"id":"b","n":1}}}
      "
    `)
  })

  test('gives many lines at a time and every line once', () => {
    const rows = Array.from({ length: 2500 }, (_, number) => number)
    const chunks = [...ndjson(rows, (number) => number)]
    expect(chunks).toHaveLength(10)
    expect(chunks.join('').trimEnd().split('\n').map(Number)).toEqual(rows)
  })
})
