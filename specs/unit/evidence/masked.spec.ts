/** Specs of what is taken for a secret, and of what is not. */
import { expect, test } from 'vitest'

import { masked, maskedEnvironment } from '../../../harness/evidence/masked.ts'

test.each([
  ['{PATH=/bin:/usr/bin, DB_PASSWORD=hunter2, HOME=/root}', '{PATH=/bin:/usr/bin, DB_PASSWORD=***, HOME=/root}'],
  ['AWS_SECRET_ACCESS_KEY=abc/def+ghi== x', 'AWS_SECRET_ACCESS_KEY=*** x'],
  ['"GITHUB_TOKEN=ghp_1"', '"GITHUB_TOKEN=***"'],
  ['apiKey=1', 'apiKey=***'],
])('%s', (text, without) => {
  expect(masked(text)).toBe(without)
})

test.each(['key=weather', 'partition=0, offset=12', 'bypass=1 keyboard=us', 'token expected, got = 3'])(
  '%s holds none',
  (text) => expect(masked(text)).toBe(text),
)

test('in a container a value may have blanks', () => {
  expect(maskedEnvironment(['LANG=C', 'PASSPHRASE=two words', 'EMPTY'])).toEqual(['LANG=C', 'PASSPHRASE=***', 'EMPTY'])
})
