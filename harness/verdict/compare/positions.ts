/** Reading a list at a position that is known to lie inside: says so if it does not, instead of going on with nothing. */

/** The number at a position. @throws RangeError, a defect of the harness */
export function at(numbers: ArrayLike<number>, position: number): number {
  const number = numbers[position]
  if (number === undefined) throw new RangeError(`no position ${position} in a list of ${numbers.length}`)
  return number
}

/** The row at a position. @throws RangeError, a defect of the harness */
export function existing<Row extends object>(rows: readonly Row[], position: number): Row {
  const row = rows[position]
  if (row === undefined) throw new RangeError(`no position ${position} in a list of ${rows.length}`)
  return row
}
