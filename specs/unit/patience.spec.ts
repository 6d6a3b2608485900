/** No spec may be red because its machine is busy: rules on all specs about time, and specs of what is measured none the less. */
import { readFileSync } from 'node:fs'

import { describe, expect, test, vi } from 'vitest'

import { inTime, promises, takesAtLeast } from '../patience.ts'
import { committedFiles } from './tree.ts'

// The programs of specs/endurance/ measure and promise nothing.
const specs = committedFiles()
  .filter((path) => /^specs\/(?!endurance\/).*\.ts$/.test(path) && path !== 'specs/patience.ts')
  .map((path) => [path, readFileSync(path, 'utf8')] as const)

/** The places of what matches and is not `allowed`, as `path:line: text`. */
const placesOf = (pattern: RegExp, isAllowed: (found: RegExpExecArray, text: string) => boolean): string[] =>
  specs.flatMap(([path, text]) =>
    [...text.matchAll(pattern)]
      .filter((found) => !isAllowed(found, text))
      .map((found) => `${path}:${text.slice(0, found.index).split('\n').length}: ${found[0]}`),
  )

describe('a spec', () => {
  test('reads no clock: `inTime` measures what is promised, and `takesAtLeast` what must last', () => {
    const clock = /\bperformance\.now\(\)|\bhrtime\b|\bDate\.now\(\) - \w*(?:start|began|before|since)\w*/gi
    expect(placesOf(clock, () => false)).toEqual([])
  })

  test('has no limit below ten seconds, but for those that are named in specs/patience.ts', () => {
    // Also behind the work of a test: `}, 5000)`.
    const limit = /(?:\w*imeout(?:Ms)?\b['"]?\s*[:=]\s*|\bAbortSignal\.timeout\(|\n\s*\}, )(\d[\d_]*)\b(?!\s*\*|\.\d)/g
    expect(placesOf(limit, isLong)).toEqual([])
  })

  test('polls with `patience`: vitest itself gives up after a second', () => {
    expect(placesOf(/\b(?:expect\.poll|vi\.waitUntil|vi\.waitFor)\(/g, isPatient)).toEqual([])
  })
})

/** Nobody waits for less than ten milliseconds: such numbers are refused as limits, and specs prove it. */
function isLong([, digits = '']: RegExpExecArray): boolean {
  const limitMs = Number(digits.replaceAll('_', ''))
  return limitMs < 10 || limitMs >= 10_000
}

/** True if the last argument of the call that begins there is `patience`. */
const isPatient = ({ index }: RegExpExecArray, text: string): boolean =>
  callAt(text, index)
    .replace(/,?\s*\)$/, '')
    .endsWith('patience')

/** A call with its arguments; brackets in texts come in pairs. */
function callAt(text: string, from: number): string {
  let depth = 0
  for (let at = text.indexOf('(', from); at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return text.slice(from, at + 1)
  }
  return text.slice(from)
}

test('what is promised is ten times what an idle machine takes, at least', () => {
  const tight = Object.entries(promises).filter(([, { idleP95Ms, limitMs }]) => limitMs < 10 * idleP95Ms)
  expect(tight).toEqual([])
})

const lasting = (ms: number) => (): Promise<string> => new Promise((resolve) => setTimeout(resolve, ms, 'done'))

const failing = async (): Promise<never> => Promise.reject(new Error('no broker'))

test('work that is done in time gives its value, and work that takes longer or less fails', async () => {
  expect(await inTime('draining an empty topic', lasting(1))).toBe('done')
  await expect(inTime('draining an empty topic', failing)).rejects.toThrow('no broker')
  for (const work of [async () => 'late', failing]) {
    const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(0).mockReturnValueOnce(3001)
    const late = inTime('draining an empty topic', work)
    await expect(late).rejects.toThrow('draining an empty topic took 3001 ms, and 3000 ms were promised')
    clock.mockRestore()
  }
  await expect(takesAtLeast(10_000, lasting(1))).rejects.toThrow('no less than 10000 ms were expected')
  await takesAtLeast(1, lasting(10))
})
