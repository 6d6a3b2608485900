/** The suspicion that a file's cells are separated by something else than commas. */

const delimiters = [
  { sign: ';', shown: 'semicolons (;)' },
  { sign: '\t', shown: 'tabs' },
  { sign: '|', shown: 'vertical bars (|)' },
]

export type Delimiter = (typeof delimiters)[number]

/** What is to be said of a file with such a delimiter. */
export const delimiterProblem = ({ shown }: Delimiter): { readonly what: string; readonly remedy: string } => ({
  what: `expected commas between the cells, got ${shown}`,
  remedy: `Write the file with commas instead of ${shown}, and numbers with a decimal point.`,
})

/** The delimiter that makes declared names of a header line, or null. */
export function headerDelimiter(line: string, declared: readonly string[]): Delimiter | null {
  const found = delimiters.map((delimiter) => {
    const cells = line.trim().split(delimiter.sign)
    const names = new Set(cells.map((cell) => cell.replace(/^\ufeff?\s*"?|"?\s*$/g, '')))
    return { delimiter, names: cells.length === 1 ? 0 : declared.filter((name) => names.has(name)).length }
  })
  const best = found.toSorted((one, other) => other.names - one.names)[0]
  return best !== undefined && best.names > 0 ? best.delimiter : null
}

/** The delimiter that makes as many cells of a row as the header has, or null. */
export const rowDelimiter = (cells: readonly string[], expected: number): Delimiter | null =>
  cells.length >= expected
    ? null
    : (delimiters.find(({ sign }) => cells.join(',').split(sign).length === expected) ?? null)
