/** A differing row as lines of a table: every field that differs, and the equal ones around it that tell which row it is. */
import { andMore } from '../../text.ts'
import type { FieldDifference, Finding } from '../comparison.ts'
import { fieldPath } from '../compare/differences.ts'
import { plain } from '../compare/equality.ts'
import { decodedOf } from '../compare/group-rows.ts'
import { shortened, shortenedPair, visible, visibleText } from './value-text.ts'

/** One field: its path, both values as text, and whether they differ. */
export interface FieldLine {
  readonly path: string
  readonly expected: string
  readonly observed: string
  readonly differs: boolean
}

/** Lines shown of one row, before one that counts the rest; those that differ come before those that do not. */
const linesLimit = 12
/** Characters shown of one value, and of a field's path. */
const valueLimit = 48

/** The fields of a differing row in the order of the expected row, the differing ones each by their own path. */
export function fieldLines(finding: Finding & { class: 'differing' }): FieldLine[] {
  const [expected, observed] = [plain(finding.expected.out), plain(decodedOf(finding.observed))]
  if (finding.fields.some((field) => field.path === '')) return finding.fields.map(differingLine)
  const waiting = new Set(finding.fields)
  const lines: FieldLine[] = []
  for (const name of namesOf(expected)) {
    const own = [...waiting].filter((field) => isWithin(fieldPath('', name), field.path))
    for (const field of own) waiting.delete(field)
    if (own.length > 0) lines.push(...own.map(differingLine))
    else
      lines.push(
        lineOf({ path: fieldPath('', name), expected: at(expected, name), observed: at(observed, name) }, false),
      )
  }
  return withinLimit([...lines, ...[...waiting].map(differingLine)])
}

const differingLine = (field: FieldDifference): FieldLine => lineOf(field, true)

function lineOf({ path, expected, observed }: FieldDifference, differs: boolean): FieldLine {
  const [left, right] = shortenedPair(visibleText(expected), visibleText(observed), valueLimit)
  return {
    path: shortened(visible(path === '' ? '(value)' : path), valueLimit),
    expected: left,
    observed: right,
    differs,
  }
}

function withinLimit(lines: readonly FieldLine[]): FieldLine[] {
  const differing = lines.filter((line) => line.differs).slice(0, linesLimit)
  const equal = lines.filter((line) => !line.differs).slice(0, linesLimit - differing.length)
  const shown = new Set([...differing, ...equal])
  const left = lines.length - shown.size
  const more = left === 0 ? [] : [{ path: andMore(left), expected: '', observed: '', differs: false }]
  return [...lines.filter((line) => shown.has(line)), ...more]
}

const namesOf = (row: unknown): string[] =>
  typeof row === 'object' && row !== null && !Array.isArray(row) ? Object.keys(row) : []

const at = (row: unknown, name: string): unknown =>
  typeof row === 'object' && row !== null ? (row as Record<string, unknown>)[name] : undefined

const isWithin = (parent: string, path: string): boolean =>
  path === parent || path.startsWith(`${parent}.`) || path.startsWith(`${parent}[`)
