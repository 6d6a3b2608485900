/** Specs of the one way to wait. */
import { getEventListeners } from 'node:events'

import { describe, expect, test } from 'vitest'

import { type Sighting, untilAborted, waitUntil } from '../../harness/wait-until.ts'
import { neverMs, onlyThisEndsItMs } from '../patience.ts'
import { limitByHand } from './limit-by-hand.ts'

const options = { what: 'the kettle to boil', timeoutMs: onlyThisEndsItMs, intervalMs: 1, remedy: 'Plug it in.' }
const forever = (): Promise<never> => new Promise(() => undefined)

describe('waitUntil', () => {
  test('asks until the probe has found something, and returns that', async () => {
    const sightings: Sighting<number>[] = [{ seen: '20 degrees' }, { seen: '60 degrees' }, { found: 100 }]
    const probe = async (): Promise<Sighting<number>> => sightings.shift() ?? { found: -1 }
    expect(await waitUntil(probe, { ...options, timeoutMs: neverMs })).toBe(100)
    expect(sightings).toEqual([])
  })

  test('a time-out says what was awaited, how long, what was seen last, and what to do', async () => {
    const limit = limitByHand()
    const sightings = ['20 degrees', '60 degrees']
    let looks = 0
    const probe = async (): Promise<Sighting<number>> => ({ seen: sightings[looks++] ?? (await forever()) })
    const waited = waitUntil(probe, { ...options, timeoutMs: limit.timeoutMs })
    await limit.pass(() => looks > 2)
    await expect(waited).rejects.toMatchObject({
      code: 'WAIT_TIMED_OUT',
      message: 'waited 0.2 s for the kettle to boil; last seen: 60 degrees',
      remedy: 'Plug it in.',
    })
  })

  test('a probe that hangs ends with the wait, and is told to stop', async () => {
    let given: AbortSignal | null = null
    const waited = waitUntil((signal) => {
      given = signal
      return forever()
    }, options)
    await expect(waited).rejects.toThrow('waited 0.2 s for the kettle to boil; last seen: nothing yet')
    expect(given).toHaveProperty('aborted', true)
  })

  test('a probe that throws ends the wait at once, with its own error', async () => {
    const burnt = new Error('burnt')
    const waited = waitUntil(() => Promise.reject(burnt), { ...options, timeoutMs: neverMs })
    await expect(waited).rejects.toBe(burnt)
  })

  test('between two looks it pauses for the interval', async () => {
    let looks = 0
    const probe = async (): Promise<Sighting<never>> => ({ seen: `look ${(looks += 1)}` })
    await expect(waitUntil(probe, { ...options, intervalMs: neverMs })).rejects.toThrow('last seen: look 1')
  })

  test.each(['before', 'while'])('an abort from outside %s it waits is thrown with its own reason', async (when) => {
    const abort = new AbortController()
    const reason = new Error('the house is on fire')
    const probe = async (): Promise<Sighting<never>> => {
      abort.abort(reason)
      return { seen: 'smoke' }
    }
    if (when === 'before') abort.abort(reason)
    await expect(waitUntil(probe, { ...options, timeoutMs: neverMs, signal: abort.signal })).rejects.toBe(reason)
  })
})

describe('untilAborted', () => {
  test('gives what the promise gives, and leaves no listener behind', async () => {
    const { signal } = new AbortController()
    expect(await untilAborted(Promise.resolve('tea'), signal)).toBe('tea')
    await expect(untilAborted(Promise.reject(new Error('spilt')), signal)).rejects.toThrow('spilt')
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  test('throws the reason of a signal that is aborted already', async () => {
    await expect(untilAborted(forever(), AbortSignal.abort(new Error('no tea')))).rejects.toThrow('no tea')
  })
})
