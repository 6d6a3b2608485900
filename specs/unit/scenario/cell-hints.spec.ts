/** Specs of the hint beside a cell that does not fit its column. */
import { expect, test } from 'vitest'

import { gotInstead } from '../../../harness/scenario/cell-hints.ts'
import type { ColumnType } from '../../../harness/scenario/column-kinds.ts'

const noSuchDay = 'there is no such day'
const codec = 'read other date formats with z.codec(z.string(), z.iso.date(), { decode, encode })'
const point = 'use a decimal point and no thousands separators'
const named = 'write NaN, Infinity or -Infinity'
const long = 'a larger one fits column.long()'

test.each<[ColumnType, string, string | null]>([
  ['text', ' x', 'remove the blanks around it'],
  ['date', '2012-02-30', noSuchDay],
  ['date', '25.09.2020', codec],
  ['date', '9/26/2020', codec],
  ['date', '2020-9-26', codec],
  ['date', '2020-09-26T01:00', codec],
  ['date', '25.09/2020', null],
  ['date', 'Sep 25', null],
  ['date', '12012-02-30', null],
  ['date', '2012-02-300', null],
  ['double', '1.000,5', point],
  ['int', '+1,000', point],
  ['long', '1 000', point],
  ['double', '1.2.3', point],
  ['double', 'x1,5', null],
  ['double', '1,5x', null],
  ['double', '1,55x', null],
  ['text', '1.000,5', null],
  ['boolean', '1,5', null],
  ['other', '1,5', null],
  ['double', '-inf', named],
  ['double', 'NAN', named],
  ['double', 'xnan', null],
  ['double', 'nanx', null],
  ['int', 'nan', null],
  ['int', '-99999999999', long],
  ['int', '9'.repeat(19), null],
  ['int', 'x9', null],
  ['int', '9x', null],
  ['long', '12', null],
])('%s, %j: %s', (type, cell, hint) => {
  expect(gotInstead(type, cell)).toBe(JSON.stringify(cell) + (hint === null ? '' : `; ${hint}`))
})

test('an empty cell may be meant as null', () => {
  expect(gotInstead('int', '')).toBe('an empty cell; to read those as null, declare column.orNull(...)')
})

test('a cell is shown up to a length', () => {
  const most = 'x'.repeat(58)
  expect(gotInstead('int', most)).toBe(`"${most}"`)
  expect(gotInstead('int', `${most}x`)).toBe(`"${most}x…`)
})
