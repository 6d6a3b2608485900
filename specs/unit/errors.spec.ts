/** Specs of the one error class, and of its closed list of codes being the codes in use. */
import { readFile } from 'node:fs/promises'

import { describe, expect, expectTypeOf, test } from 'vitest'

import { errorCodes, errorText, firstThrown, messageOf, StreamassayError } from '../../harness/errors.ts'
import { filesBelow } from './tree.ts'

describe('the list of codes', () => {
  test('has no code that nothing in the harness makes an error with', async () => {
    const sources = filesBelow('harness').filter((path) => path.endsWith('.ts') && path !== 'harness/errors.ts')
    const texts = await Promise.all(sources.map((path) => readFile(path, 'utf8')))
    const made = new Set(
      texts.flatMap((text) =>
        [...text.matchAll(/(?:new StreamassayError|super)\(\s*(?:code \?\? )?'([A-Z_]+)'/g)].map(([, code]) => code),
      ),
    )
    expect(errorCodes.filter((code) => !made.has(code))).toEqual([])
  })

  test('has each code once', () => {
    expect(new Set(errorCodes).size).toBe(errorCodes.length)
  })
})

test('every remedy is a sentence, with a capital and a full stop', async () => {
  const sources = filesBelow('harness').filter((path) => path.endsWith('.ts'))
  const texts = await Promise.all(sources.map(async (path) => [path, await readFile(path, 'utf8')] as const))
  // A literal that another one follows, or that has one inside, is only the beginning of a remedy.
  const literal = /\bremedy(?::| =)\s*(['"`])((?:\\.|(?!\1)[^\\])+)\1(?!\s*\+|[^\n]*`)/gi
  const remedies = texts.flatMap(([path, text]) => [...text.matchAll(literal)].map(([, , words = '']) => [path, words]))
  expect(remedies.length).toBeGreaterThan(80)
  const unfinished = remedies.filter(([, words = '']) => !/^["`$A-Z\\][^]*[.}]$/.test(words))
  expect(unfinished.map(([path, words]) => `${path}: ${words}`)).toEqual([])
})

describe('docs/errors.md', async () => {
  const text = await readFile('docs/errors.md', 'utf8')
  const rows = [...text.matchAll(/^\| `([A-Z_]+)` +\|(.*)\|$/gm)].map(([, code = '', cells = '']) => ({
    code,
    cells: cells.split(' | ').map((cell) => cell.trim()),
  }))

  test('has a row for each code, in the order of the list', () => {
    expect(rows.map(({ code }) => code)).toEqual(errorCodes)
  })

  test('says of each what it means, what to do and with which exit code it ends', () => {
    const wrong = rows.filter(({ cells: [meaning = '', remedy = '', exitCode = '', ...more] }) => {
      const isSentence = [meaning, remedy].every((cell) => /^[A-Z`].{10,}\.$/.test(cell))
      return !isSentence || !/^(1 or 2|2|128 \+ signal)$/.test(exitCode) || more.length > 0
    })
    expect(wrong).toEqual([])
  })
})

describe('StreamassayError', () => {
  test('cannot be made without a remedy', () => {
    expectTypeOf<ConstructorParameters<typeof StreamassayError>[2]['remedy']>().toEqualTypeOf<string>()
  })

  test('keeps its code, message, remedy, details and cause', () => {
    const cause = new Error('no such file')
    const details = ['line 3 as well']
    const error = new StreamassayError('CSV_UNREADABLE', 'rows.csv is not there', {
      remedy: 'Make it.',
      details,
      cause,
    })
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({
      name: 'StreamassayError',
      code: 'CSV_UNREADABLE',
      remedy: 'Make it.',
      details,
      cause,
    })
    expect(error.message).toBe('rows.csv is not there')
  })

  test('has no details and no cause where none were given', () => {
    const error = new StreamassayError('INTERRUPTED', 'stopped', { remedy: 'Start.' })
    expect(error.details).toEqual([])
    expect(error).not.toHaveProperty('cause')
  })
})

test.each([
  [new Error('no space left'), 'no space left'],
  ['a string', 'a string'],
  [undefined, 'undefined'],
])('the message of a thrown %o is %s', (thrown, message) => {
  expect(messageOf(thrown)).toBe(message)
})

test('of errors that followed from another the other counts', () => {
  const [first, second, third] = [new Error('first'), new Error('second'), new Error('third')]
  expect(firstThrown(new SuppressedError(third, new SuppressedError(second, first)))).toBe(first)
  expect(firstThrown(first)).toBe(first)
})

describe('errorText', () => {
  test('is what happened, the lines worth reading, and what to do', () => {
    const details = ['line 3 as well', 'line 5 as well']
    const error = new StreamassayError('CSV_INVALID', 'line 2 is wrong', { remedy: 'Correct the file.', details })
    expect(errorText(error).split('\n')).toEqual([
      'error: line 2 is wrong [CSV_INVALID]',
      '  line 3 as well',
      '  line 5 as well',
      'remedy: Correct the file.',
    ])
  })

  test('of an error that is not ours is where it came from', () => {
    expect(errorText(new TypeError('a fault'))).toMatch(/^TypeError: a fault\n\s+at /)
    expect(errorText('a string')).toBe('a string')
  })
})
