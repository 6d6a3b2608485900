/** Figures as a table: of plain text for a terminal, of Markdown for docs/performance.md. */
import { type Figure, ratioOf, type Side } from './figure.ts'

const columns = ['id', 'what', 'ours', 'baseline', 'ratio', 'runs', 'CPU ours', 'CPU baseline'] as const
const leftAligned = 2

/** Lines of columns that stand below each other. */
export function plainTable(figures: readonly Figure[]): string {
  const rows = [[...columns], ...figures.map(cellsOf)]
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, at) => padded(cell, at, widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const padded = (cell: string, column: number, width: number): string =>
  column < leftAligned ? cell.padEnd(width) : cell.padStart(width)

/** The same for Markdown. */
export function markdownTable(figures: readonly Figure[]): string {
  const ruler = columns.map((_, column) => (column < leftAligned ? '---' : '---:'))
  return [[...columns], ruler, ...figures.map(cellsOf)].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function cellsOf(figure: Figure): string[] {
  const { id, what, unit, ours, baseline, runs } = figure
  const ratio = ratioOf(figure)
  return [
    id,
    what,
    sideText(ours, unit),
    baseline === null ? '' : sideText(baseline, unit),
    ratio === null ? '' : numberText(ratio),
    String(runs),
    cpuText(ours),
    baseline === null ? '' : cpuText(baseline),
  ]
}

/** `4.1 s (3.9 to 4.6)`; a value without a spread stands alone. */
function sideText({ median, min, max }: Side, unit: Figure['unit']): string {
  const value = unit === '1' ? numberText(median) : `${numberText(median)} ${unit}`
  return min === max ? value : `${value} (${numberText(min)} to ${numberText(max)})`
}

const cpuText = ({ cpuSeconds }: Side): string => (cpuSeconds === null ? '' : `${numberText(cpuSeconds)} s`)

/** Three significant digits are more than such measurements deserve; thousands are told apart. */
export function numberText(value: number): string {
  if (value === 0) return '0'
  const rounded = Number(value.toPrecision(3))
  return Math.abs(rounded) >= 100
    ? Math.round(rounded).toLocaleString('en-GB')
    : rounded.toFixed(Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded)))))
}
