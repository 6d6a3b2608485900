/** Specs of progress as plain lines. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { oneLine, type PlainProgress, plainProgress, seconds } from '../../../../harness/cli/progress/plain-progress.ts'
import type { ProgressEvent, Report } from '../../../../harness/progress.ts'

const lines: string[] = []
let shown: PlainProgress
const report: Report = (event) => shown.report(event)

beforeEach(() => {
  vi.useFakeTimers()
  lines.length = 0
  shown = plainProgress((line) => lines.push(line))
})
afterEach(() => vi.useRealTimers())

const step = 'kafka image'
const started: ProgressEvent = { kind: 'started', step }
const progress = (text: string): ProgressEvent => ({ kind: 'progress', step, text })
const ended: ProgressEvent = { kind: 'ended', step, found: 'streamassay-kafka:4.2.0', durationMs: 61_249 }

describe('plainProgress', () => {
  test('says nothing any more once it has ended, also not what was waiting to be said', async () => {
    report(progress('one'))
    vi.advanceTimersByTime(1)
    report(progress('two'))
    await shown.end()
    vi.advanceTimersByTime(5000)
    expect(lines).toEqual(['kafka image: one ...'])
  })

  test('prints what a step does and what it found, and nothing when it begins', () => {
    report(started)
    report(progress('fetching\njars'))
    vi.advanceTimersByTime(1)
    report(ended)
    expect(lines).toEqual(['kafka image: fetching jars ...', 'kafka image: streamassay-kafka:4.2.0 (61.2 s)'])
  })

  test('prints no dots twice where a tool ends its line with them', () => {
    report(progress('Setting up iptables (1.8.9-2) ...'))
    vi.advanceTimersByTime(1000)
    report(progress('running apt-get update...'))
    vi.advanceTimersByTime(1000)
    expect(lines).toEqual(['kafka image: Setting up iptables (1.8.9-2) ...', 'kafka image: running apt-get update ...'])
  })

  test('prints at most one line a second, the newest, and the last one always', () => {
    for (let spentMs = 0; spentMs < 2500; spentMs += 100) {
      report(progress(`after ${spentMs} ms`))
      vi.advanceTimersByTime(100)
    }
    expect(lines).toEqual(['after 0 ms', 'after 900 ms', 'after 1900 ms'].map((text) => `kafka image: ${text} ...`))
    vi.advanceTimersByTime(1000)
    expect(lines.at(-1)).toBe('kafka image: after 2400 ms ...')
  })

  test('says nothing of what a step did once the step has ended', () => {
    report(progress('one'))
    vi.advanceTimersByTime(1)
    report(progress('two'))
    report(ended)
    vi.advanceTimersByTime(5000)
    expect(lines).toEqual(['kafka image: one ...', 'kafka image: streamassay-kafka:4.2.0 (61.2 s)'])
  })
})

describe('oneLine', () => {
  test('makes one line of several', () => {
    expect(oneLine('  RUN apt-get update \\\n\t&& true\n')).toBe('RUN apt-get update \\ && true')
  })

  test('leaves a text of 110 characters as it is and cuts off a longer one', () => {
    expect(oneLine('x'.repeat(110))).toBe('x'.repeat(110))
    expect(oneLine('x'.repeat(111))).toBe(`${'x'.repeat(109)}…`)
  })
})

test.each([
  [0, '0.0 s'],
  [1249, '1.2 s'],
  [61_250, '61.3 s'],
])('%d ms are %s', (durationMs, text) => {
  expect(seconds(durationMs)).toBe(text)
})
