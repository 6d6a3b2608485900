/** The engine goes in the middle of a run, and comes back: the run ends at once and says so, and then nothing of it is left. */
import { on } from 'node:events'
import type { Readable } from 'node:stream'

import { expect, test } from 'vitest'

import { setUp } from '../../harness/setup/set-up.ts'
import { inTime } from '../patience.ts'
import { type MarkedRun, startMarked } from '../endurance/marked-run.ts'
import { passage } from './passage.ts'

/** Waits until a run has said this. */
async function says(run: MarkedRun, words: string): Promise<void> {
  let said = ''
  for await (const [text] of on(run.process.stdout as Readable, 'data', { signal: AbortSignal.timeout(30_000) })) {
    said += String(text)
    if (said.includes(words)) return
  }
}

test.concurrent.each([
  [
    'while its containers start',
    (run: MarkedRun) => run.until('a container to be there', (left) => left.some((name) => name.endsWith('-kafka'))),
    /could not be started: the container engine does not answer .*\[STACK_FAILED\]/,
  ],
  [
    'while its job is submitted',
    (run: MarkedRun) => says(run, 'job: submitting'),
    /^verdict: unknown\nthe engine no longer reports the state of the container of \w+: /m,
  ],
])(
  'a run whose engine is lost %s says so at once, and is cleaned up when the engine is back',
  async (_, comes, why) => {
    await setUp()
    using engine = await passage()
    const command = ['bootstrap/streamassay.js', 'run', 'scenarios/rainy-days.ts', '--own-stack']
    using run = startMarked([`DOCKER_HOST=${engine.address}`, process.execPath, ...command])
    await comes(run)

    engine.lose()
    expect(await inTime('noticing a lost engine', () => run.ended)).toBe(2)
    expect(await run.said).toMatch(why)
    expect(await run.said).toMatch(/remedy:? .*`npx streamassay doctor`/)
    expect(await run.leftovers()).not.toEqual([])

    await engine.restore()
    await run.untilClean()
  },
)
