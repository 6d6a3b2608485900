/** The names of runs. */
import { describe, expect, test } from 'vitest'

import { newRunId } from '../../../harness/evidence/run-id.ts'

const now = new Date('2026-11-23T04:15:00.999Z')

describe('newRunId', () => {
  test('is the time of the start in UTC, the scenario, and four random digits', () => {
    expect(newRunId('rainy-days', now)).toMatch(/^20261123T041500-rainy-days-[0-9a-f]{4}$/)
  })

  test('sorts by the time of the start', () => {
    const later = newRunId('a', new Date('2026-11-23T04:15:01Z'))
    expect([later, newRunId('z', now)].toSorted()[1]).toBe(later)
  })

  test('differs between runs of one scenario in one second', () => {
    expect(new Set(Array.from({ length: 20 }, () => newRunId('rainy-days', now))).size).toBeGreaterThan(15)
  })

  test('keeps of any name only what file systems, Kafka and labels take', () => {
    expect(newRunId('../Größe  & co/', now)).toMatch(/^20261123T041500-gro-e-co-[0-9a-f]{4}$/)
    expect(newRunId('雨', now)).toMatch(/^20261123T041500-scenario-[0-9a-f]{4}$/)
    expect(newRunId('x'.repeat(200), now).length).toBeLessThan(70)
  })
})
