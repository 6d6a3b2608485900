/** What a check is told on the command line, or by the environment: words that stand for numbers. */
import { StreamassayError } from '../errors.ts'
import type { CheckOptions } from './check-options.ts'

/** As they were written; undefined is what was not. */
export interface GivenWords {
  readonly cases?: string | undefined
  readonly minutes?: string | undefined
  readonly maxRows?: string | undefined
  readonly seed?: string | undefined
  readonly path?: string | undefined
}

type Given = Pick<CheckOptions<never>, 'cases' | 'minutes' | 'maxRows' | 'seed' | 'path'>

/** The words as options; only those that were given. @throws StreamassayError `OPTION_INVALID` for one that is no number */
export function givenOptions({ path, ...words }: GivenWords): Given {
  const numbers = Object.entries(words).flatMap(([name, word]) =>
    word === undefined ? [] : [[name, numberOf(name, word)]],
  )
  return { ...(Object.fromEntries(numbers) as Omit<Given, 'path'>), ...(path !== undefined && { path }) }
}

function numberOf(name: string, word: string): number {
  const value = Number(word)
  if (word.trim() !== '' && Number.isFinite(value)) return value
  throw new StreamassayError('OPTION_INVALID', `${name}: expected a number, got ${JSON.stringify(word)}`, {
    remedy: `Give a number, such as ${name === 'seed' ? '--seed 42' : `200 for ${name}`}.`,
  })
}
