/** The manual way, as a course goes it: a stack that stays, a file replayed, a job submitted, its output watched. */
import { createHash } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { readJob } from '../../harness/flink/endpoints.ts'
import { readCsvRows } from '../../harness/scenario/csv/csv-rows.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import rainyDays from '../../scenarios/rainy-days.ts'
import { takesAtLeast } from '../patience.ts'
import { command, type StackInUse, useKeptStack } from './kept.ts'
import { administer } from './plain-kafka.ts'

const file = 'fixtures/seattle-weather.csv'
const types = ['--types', 'precipitation=double,temp_max=double,temp_min=double,wind=double']

describe('on a stack that is kept', () => {
  let stack: StackInUse
  beforeAll(async () => {
    stack = await useKeptStack()
  })
  afterAll(async () => {
    await administer(stack.kept.brokers, async (admin) => {
      const own = new Set(['days', 'rainy', 'round'])
      await admin.deleteTopics({ topics: (await admin.listTopics()).filter((topic) => own.has(topic)) })
    })
    await stack[Symbol.asyncDispose]()
  })

  /** What a command printed on its last lines, when it has ended well. */
  async function linesOf(count: number, ...args: readonly string[]): Promise<string[]> {
    const { exitCode, said } = await stack.command(...args)
    expect({ exitCode, said }).toMatchObject({ exitCode: 0 })
    return said.trimEnd().split('\n').slice(-count)
  }

  test('a file goes into a topic, through a job, and comes out as the reference says', async () => {
    expect(await linesOf(1, 'replay', file, '--topic', 'days', '--key', 'date', ...types)).toEqual([
      `1,461 rows of ${file} sent to days at ${stack.kept.brokers}`,
    ])
    expect(await linesOf(1, 'topic', 'rainy')).toEqual(['topic rainy: created, 1 partition'])
    expect(await linesOf(1, 'topic', 'rainy', '--partitions', '3')).toEqual([
      'topic rainy: already exists, 1 partition',
    ])
    const job = ['pyflink-jobs/weather/job.py', '--', '--brokers', stack.kept.brokersForJobs, '--bounded']
    const [said = ''] = await linesOf(1, 'submit', ...job, '--input', 'days', '--output', 'rainy', '--group', 'course')
    const jobId = /^submitted weather\.job as (\w+), see/.exec(said)?.[1] ?? ''
    await waitUntil(
      async () => {
        const { state } = await readJob(stack.kept.flinkUrl, jobId)
        return state === 'FINISHED' ? { found: true } : { seen: state }
      },
      { what: 'the job to end', timeoutMs: 60_000, remedy: 'See the Web UI.' },
    )
    const reading = rainyDays.reference.open()
    const expected: unknown[] = []
    for await (const { rows } of readCsvRows(rainyDays.input, createHash('sha256'))) {
      expected.push(...rows.flatMap(({ row, line }) => reading.take(row, line).map(({ out }) => out)))
    }
    const seen = await linesOf(506, 'watch', 'rainy', '--count', '506')
    expect(seen.map((line) => JSON.parse(line) as unknown)).toEqual(expected)
  })

  test('a file goes round and round, at its pace, until it is interrupted', async () => {
    const odd = ['replay', 'fixtures/odd-airports.csv', '--topic', 'round']
    await linesOf(1, ...odd, '--loop', '3')
    expect(await linesOf(39, 'watch', 'round', '--count', '39')).toHaveLength(39)
    await using going = stack.startCommand(...odd, '--rate', '50', '--loop')
    await going.says('replay to round: ')
    // At 50 a second, a hundred take two seconds.
    await takesAtLeast(1000, () => linesOf(100, 'watch', 'round', '--count', '139'))
    going.process.kill('SIGINT')
    expect(await going.ended()).toBe(130)
  })

  test.for([
    [['replay', file, '--key', 'day'], `--key: ${file} has no column day`, 'Its columns are date, precipitation'],
    [['replay', file, '--rate', 'fast'], '--rate: expected a number above 0, got "fast"', '--rate 100'],
    [['replay', file, '--topic', 'the days'], '--topic: "the days" is not a valid topic name', '--topic orders'],
    [['watch', 'nothing'], 'topic nothing does not exist at 127.0.0.1:', 'npx streamassay topic nothing'],
    [['submit', 'pyflink-jobs/weather'], 'pyflink-jobs/weather is not a Python file', "job's main program"],
    [
      ['submit', 'pyflink-jobs/weather/job.py'],
      'the following arguments are required: --brokers',
      'Correct the arguments',
    ],
  ] as const)('what cannot be is told, with what to do: %j', async ([args, complaint, remedy]) => {
    const { exitCode, said } = await stack.command(...args)
    expect({ exitCode, said }).toMatchObject({ exitCode: 2, said: expect.stringContaining(complaint) })
    expect(said).toContain(remedy)
  })
})

test('without a stack that is kept it is said how to have one, or to name another', async () => {
  const { exitCode, said } = await command('watch', 'days')
  expect({ exitCode, said }).toMatchObject({ exitCode: 2, said: expect.stringContaining('no kept stack is running') })
  expect(said).toContain('npx streamassay up')
})
