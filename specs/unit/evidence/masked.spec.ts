/** Specs of what is taken for a secret, and of what is not. */
import { expect, test } from 'vitest'

import { masked, maskedEnvironment } from '../../../harness/evidence/masked.ts'

test.each([
  ['{PATH=/bin:/usr/bin, DB_PASSWORD=hunter2, HOME=/root}', '{PATH=/bin:/usr/bin, DB_PASSWORD=***, HOME=/root}'],
  ['AWS_SECRET_ACCESS_KEY=abc/def+ghi== x', 'AWS_SECRET_ACCESS_KEY=*** x'],
  ['"GITHUB_TOKEN=ghp_1"', '"GITHUB_TOKEN=***"'],
  ['apiKey=1', 'apiKey=***'],
  ['sasl.jaas.config: user="me" password="hunter2";', 'sasl.jaas.config: user="me" password=***;'],
  [String.raw`{"jaas":"user=\"me\" password=\"hunter2\""}`, String.raw`{"jaas":"user=\"me\" password=***"}`],
  ['{"db.password": "two hunter2", "a": 1}', '{"db.password": ***, "a": 1}'],
  ['run --db-password hunter2 --rows 3', 'run --db-password *** --rows 3'],
  ['ssl.key-password: hunter2', 'ssl.key-password: ***'],
  ['the DB_PASSWORD=hunter2', 'the DB_PASSWORD=***'],
  ['postgres://me:hunter2@host/db', 'postgres://***@host/db'],
])('%s', (text, without) => {
  expect(masked(text)).toBe(without)
})

test.each([
  'key=weather',
  'partition=0, offset=12',
  'bypass=1 keyboard=us',
  'token expected, got = 3',
  'Unexpected token: x',
  'http://host:8081/jobs',
])('%s holds none', (text) => expect(masked(text)).toBe(text))

test('in a container a value may have blanks', () => {
  expect(maskedEnvironment(['LANG=C', 'PASSPHRASE=two words', 'EMPTY'])).toEqual(['LANG=C', 'PASSPHRASE=***', 'EMPTY'])
  expect(maskedEnvironment(['HTTPS_PROXY=http://me:hunter2@proxy:3128'])).toEqual(['HTTPS_PROXY=http://***@proxy:3128'])
})
