/** Text that codecs trip over: quotes, controls, half a surrogate pair, signs of every length in UTF-8. */
import * as fc from 'fast-check'

// fast-check's own 'binary' unit takes most of a second to build.
const sign = fc.constantFrom(
  'a',
  ' ',
  ',',
  '"',
  '\\',
  '\n',
  '\r',
  '\0',
  '\u2028',
  '\ufeff',
  'é',
  '€',
  '😀',
  '\ud800',
  '\udfff',
)

export const hostileText: fc.Arbitrary<string> = fc.string({ unit: sign, maxLength: 12 })
