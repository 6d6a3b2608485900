/** Masks secrets in values that are written as JSON or rendered as a report; rows of the user stay as they are. */
import { isSecretName, masked } from './masked.ts'

/**
 * Fields of an account that hold rows. They are test fixtures and what a job made of them: with a masked value two
 * different rows would look equal.
 */
const rowFields = new Set(['comparison', 'counterexample', 'shownInputs'])

/** Returns the value with the secrets in its texts masked; masking twice changes nothing. */
export const maskedValues = <Value>(value: Value): Value => walk(value) as Value

function walk(value: unknown): unknown {
  if (typeof value === 'string') return masked(value)
  if (Array.isArray(value)) return value.map((one: unknown, at) => maskedEntry(one, value[at - 1]))
  if (!isPlain(value)) return value
  const isNamed = [value['name'], value['key']].some((called) => typeof called === 'string' && isSecretName(called))
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => {
      if (rowFields.has(field)) return [field, inner]
      const isHidden = isSecretName(field) || (isNamed && field === 'value')
      return [field, isHidden && typeof inner === 'string' ? '***' : walk(inner)]
    }),
  )
}

/** An entry of a list may be a variable of the environment, blanks in its value or not, or the value of the option before it. */
function maskedEntry(entry: unknown, before: unknown): unknown {
  if (typeof entry !== 'string') return walk(entry)
  if (typeof before === 'string' && /^--?[\w.-]+$/.test(before) && isSecretName(before) && !entry.startsWith('--'))
    return '***'
  const variable = /^[\w.-]+(?==)/.exec(entry)?.[0]
  return variable !== undefined && isSecretName(variable) ? `${variable}=***` : masked(entry)
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
