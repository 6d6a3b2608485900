/** Lists in messages: one that is cut says how many more there are, everywhere in the same words. */

/** Names shown at most. */
const mostNames = 20

/** The names of a message, at most `most` of them: `a, b and 5 more`. */
export function listed(names: readonly (string | number)[], most = mostNames, separator = ', '): string {
  const shown = names.slice(0, most).join(separator)
  return names.length > most ? `${shown} ${andMore(names.length - most)}` : shown
}

/** The lines of a message, at most `most` of them and one that counts the rest. */
export const listedLines = (lines: readonly string[], most: number): readonly string[] =>
  lines.length > most ? [...lines.slice(0, most), andMore(lines.length - most)] : lines

/** Counts what a list leaves out. */
export const andMore = (count: number): string => `and ${count} more`
