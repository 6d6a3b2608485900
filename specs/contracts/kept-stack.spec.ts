/** The promises of a stack that is kept: it outlives the command, is shared and not mixed up, and is never left behind. */
import { readFile } from 'node:fs/promises'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { readJobs } from '../../harness/flink/endpoints.ts'
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { connectApi } from '../../harness/stack/engine/engine-api.ts'
import type { KeptStack } from '../../harness/stack/kept/kept-stack.ts'
import { announce } from '../../harness/stack/kept/kept-volumes.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import { administer } from './plain-kafka.ts'
import { command, type Ended, keepUnder, keptNow, startCommand, untilGone, up } from './kept.ts'

const keeperOf = ({ owner }: KeptStack): number => Number(owner.split('/')[1])

const isRunning = (pid: number): Promise<boolean> =>
  readFile(`/proc/${pid}/stat`, 'utf8').then(
    (stat) => !stat.includes(') Z '),
    () => false,
  )

const untilEnded = (pid: number): Promise<true> =>
  waitUntil(async () => ((await isRunning(pid)) ? { seen: 'it runs' } : { found: true }), {
    what: `the keeper ${pid} to end`,
    timeoutMs: 30_000,
    remedy: 'See what it waits for.',
  })

/** The topics and consumer groups on a stack's broker. */
const namesOn = ({ brokers }: KeptStack): Promise<{ topics: string[]; groups: string[] }> =>
  administer(brokers, async (admin) => ({
    topics: (await admin.listTopics()).toSorted(),
    groups: (await admin.listGroups()).groups.map(({ groupId }) => groupId),
  }))

const untilRunning = ({ flinkUrl }: KeptStack, count: number, what: string): Promise<true> =>
  waitUntil(
    async () => {
      const running = (await readJobs(flinkUrl)).filter(({ status }) => status === 'RUNNING').map(({ id }) => id)
      return running.length === count ? { found: true } : { seen: running.join(', ') }
    },
    { what, timeoutMs: 60_000, intervalMs: 10, remedy: 'See the cluster.' },
  )

describe('a kept stack', () => {
  let kept: KeptStack
  beforeAll(async () => {
    kept = await up()
  })
  afterAll(() => command('down'))

  /** The verdict that a run printed, and whether it was on the kept stack. */
  const outcomeOf = ({ exitCode, said }: Ended) => ({
    exitCode,
    verdict: /^verdict: (\w+)$/m.exec(said)?.[1],
    expected: /^expected .*$/m.exec(said)?.[0].replaceAll(/ +/g, ' '),
    isOnKept: said.includes(`stack: using the kept stack ${kept.id} until`),
  })

  test('is there when the command has ended, is told by the doctor, and is nothing to clean', async () => {
    expect(await isRunning(keeperOf(kept))).toBe(true)
    const doctor = await command('doctor')
    expect(doctor.said).toMatch(
      new RegExp(`ok +kept stack +${kept.id}, started \\d+ min ago, removed at .*, in \\d+ min`),
    )
    const clean = await command('clean', '--dry-run')
    expect(clean.said).not.toContain(kept.id)
    expect(clean.said).toContain('a kept stack or Docker Compose; --all removes them as well')
  })

  test('is renewed by a second "up", which starts nothing', async () => {
    const { exitCode, said } = await command('up', '--lifetime', '20')
    expect({ exitCode, said }).toMatchObject({ exitCode: 0, said: expect.stringContaining('lifetime extended') })
    const [renewed, ...others] = await keptNow()
    expect(others).toEqual([])
    expect(renewed).toMatchObject({ id: kept.id, startedMs: kept.startedMs, owner: kept.owner })
    expect((renewed?.untilMs ?? 0) - kept.untilMs).toBeGreaterThan(9 * 60_000)
  })

  test.concurrent('takes two runs and a check side by side and mixes nothing up, and their topics go with them', async () => {
    const [check, ...both] = await Promise.all([
      command('check', 'scenarios/rainy-days.ts', '--cases', '2'),
      command('run', 'scenarios/rainy-days.ts'),
      command('run', 'scenarios/odd-airports.ts'),
    ])
    expect(outcomeOf(check)).toMatchObject({ exitCode: 0, verdict: 'pass', isOnKept: true })
    const afterwards = await namesOn(kept)
    const again = await command('run', 'scenarios/rainy-days.ts', '--keep-topics')
    const rainyDays = {
      exitCode: 0,
      verdict: 'pass',
      expected: 'expected 506 = 506 matched + 0 differing + 0 lost',
      isOnKept: true,
    }
    expect([...both, again].map(outcomeOf)).toEqual([
      rainyDays,
      { ...rainyDays, expected: 'expected 9 = 9 matched + 0 differing + 0 lost' },
      rainyDays,
    ])
    const internal = { topics: ['__consumer_offsets', '__transaction_state'], groups: [] }
    expect(afterwards).toEqual(internal)
    const run = /runs\/(\S+-rainy-days-[0-9a-f]{4})/.exec(again.said)?.[1]
    expect((await namesOn(kept)).topics).toEqual([`${run}-in`, `${run}-out`, ...internal.topics])
  })

  test.concurrent('is left alone by a run that asks for a stack of its own', async () => {
    const run = await command('run', '--own-stack', 'scenarios/odd-airports.ts')
    expect(outcomeOf(run)).toMatchObject({ exitCode: 0, verdict: 'pass', isOnKept: false })
    expect(await keptNow()).toHaveLength(1)
  })

  test('has its TaskManager back when that has ended, for the next run', async () => {
    const engine = await connectEngine()
    await engine.getContainer(`streamassay-${kept.id}-taskmanager`).kill()
    expect(outcomeOf(await command('run', 'scenarios/odd-airports.ts'))).toMatchObject({
      exitCode: 0,
      verdict: 'pass',
      isOnKept: true,
    })
    expect(await keptNow()).toMatchObject([{ id: kept.id, owner: kept.owner }])
    expect(await isRunning(keeperOf(kept))).toBe(true)
  })

  test('is rid of the job of a run that was killed, as soon as there is another run', async () => {
    {
      await using killed = startCommand('run', 'scenarios/endless-rain.ts')
      await untilRunning(kept, 1, 'the job that never ends to run')
      killed.process.kill('SIGKILL')
    }
    expect(outcomeOf(await command('run', 'scenarios/odd-airports.ts'))).toMatchObject({ verdict: 'pass' })
    await untilRunning(kept, 0, 'no job to run any more')
  })

  test('is removed by "down", with its keeper; a second "down" says that there is none', async () => {
    const { exitCode, said } = await command('down')
    expect({ exitCode, said }).toEqual({ exitCode: 0, said: `removed the kept stack ${kept.id}\n` })
    await untilGone(kept)
    await untilEnded(keeperOf(kept))
    expect(await command('down')).toEqual({ exitCode: 0, said: expect.stringContaining('no kept stack is running') })
  })
})

/** What is done to a kept stack, in the words of a spec's name. */
const ends: Readonly<Record<string, (kept: KeptStack) => Promise<unknown>>> = {
  'its time is over': async (kept) =>
    announce(await connectApi(), { ...kept, renewedMs: Date.now(), untilMs: Date.now() }),
  'its JobManager dies': async ({ id }) => (await connectEngine()).getContainer(`streamassay-${id}-jobmanager`).kill(),
  'its keeper is killed': async (kept) => process.kill(keeperOf(kept), 'SIGKILL'),
}

test.concurrent.for(Object.entries(ends))('a kept stack is removed when %s', async ([why, end]) => {
  const keeping = keepUnder(`spec-${process.pid}-${Object.keys(ends).indexOf(why)}`)
  const kept = await keeping.up()
  await end(kept)
  await untilGone(kept)
  await untilEnded(keeperOf(kept))
  expect(await keeping.keptNow()).toEqual([])
})

test.concurrent('an "up" that is interrupted leaves nothing', async () => {
  await using starting = startCommand('up')
  await starting.says('stack: starting')
  starting.process.kill('SIGINT')
  expect(await starting.ended()).toBe(130)
  expect(await keptNow()).toEqual([])
})
