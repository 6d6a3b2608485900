/** `streamassay replay` and its Python twin, which a course writes, put the same records into a topic. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect } from 'vitest'

import { imageRecipe } from '../../harness/setup/image/image-recipe.ts'
import { setUp } from '../../harness/setup/set-up.ts'
import { type Workbench, workbenchIn } from '../../harness/stack/workbench.ts'
import { testOfOwnBroker } from './broker.ts'
import { command } from './kept.ts'
import { type Consumed, consume, createTopic } from './plain-kafka.ts'

// Where JavaScript and Python write numbers differently, each has to come out in one way.
const numbers = ['0', '-0', '10', '1e16', '123456789012345678901', '1e21', '0.0001', '0.00001', '1e-7', '5e-324', 'NaN']
const numbersCsv = `id,value\n${numbers.map((text, at) => `${at},${text}`).join('\n')}\n`

/** The twin's folder in a container beside the broker, with the files to send. */
const test = testOfOwnBroker.extend(
  'twin',
  { scope: 'file' },
  async ({ broker }, { onCleanup }): Promise<Pick<Workbench, 'run'>> => {
    await setUp({ images: ['kafka', 'checks'] })
    const folder = await mkdtemp(join(tmpdir(), 'streamassay-twin-'))
    onCleanup(() => rm(folder, { recursive: true }))
    await cp('pyflink-jobs/tools', join(folder, 'pyflink-jobs/tools'), { recursive: true })
    await cp('fixtures', join(folder, 'fixtures'), { recursive: true })
    await writeFile(join(folder, 'fixtures/numbers.csv'), numbersCsv)
    return workbenchIn(broker.scope, (await imageRecipe('checks')).reference, folder)
  },
)

const script = ['python', 'pyflink-jobs/tools/csv_to_kafka.py']
const same = (records: readonly Consumed[]) =>
  records.map(({ partition, offset, key, value, headers }) => ({ partition, offset, key, value, headers }))

describe('the same records come of', () => {
  test.for([
    [
      'seattle-weather.csv',
      1461,
      ['--key', 'date', '--types', 'date=date,precipitation=double,temp_max=double,wind=double'],
    ],
    ['odd-airports.csv', 13, ['--types', 'latitude=double,longitude=double']],
    ['numbers.csv', numbers.length, ['--types', 'id=int,value=double']],
    ['numbers.csv', 3 * numbers.length, ['--loop', '3', '--rate', '100', '--key', 'value']],
  ] as const)('%s, %i of them, by %j', async ([name, count, options], { broker, twin, topic }) => {
    const { brokers, session } = broker
    const [ours, theirs] = [`${topic}-ours`, `${topic}-theirs`]
    for (const one of [ours, theirs]) await createTopic(session, one, 3)
    const folder = await mkdtemp(join(tmpdir(), 'streamassay-replayed-'))
    await writeFile(join(folder, 'numbers.csv'), numbersCsv)
    const file = name === 'numbers.csv' ? join(folder, name) : `fixtures/${name}`
    const replayed = await command('replay', file, '--brokers', brokers, '--topic', ours, ...options)
    await rm(folder, { recursive: true })
    expect(replayed).toMatchObject({ exitCode: 0 })
    const ran = await twin.run([
      ...script,
      `fixtures/${name}`,
      '--brokers',
      'kafka:9092',
      '--topic',
      theirs,
      ...options,
    ])
    expect(ran.output).toContain(`rows of fixtures/${name} sent to ${theirs} at kafka:9092`)
    expect(ran.exitCode).toBe(0)
    const [read, readOfTwin] = [await consume(brokers, ours, count), await consume(brokers, theirs, count)]
    expect(same(readOfTwin)).toEqual(same(read))
    expect(new Set(read.map(({ partition }) => partition)).size).toBe(3)
  })
})

// A broker that does not answer, and a pace, take their time.
describe.concurrent('the twin', () => {
  test('makes a topic that is not there, named after the file', async ({ broker, twin }) => {
    const { exitCode } = await twin.run([...script, 'fixtures/odd-airports.csv', '--brokers', 'kafka:9092'])
    expect(exitCode).toBe(0)
    expect(await consume(broker.brokers, 'odd-airports', 13)).toHaveLength(13)
  })

  test('goes on until it is interrupted, and keeps its pace', async ({ broker, twin, topic }) => {
    const options = ['--brokers', 'kafka:9092', '--topic', topic, '--rate', '20', '--loop']
    const interrupted = ['timeout', '--preserve-status', '--signal', 'INT', '4']
    const { exitCode, output } = await twin.run([...interrupted, ...script, 'fixtures/odd-airports.csv', ...options])
    expect(output).toContain('interrupted; what was sent is in the topic')
    expect(exitCode).toBe(130)
    const sent = Number(await broker.session.recordsIn(topic, { timeoutMs: 20_000 }))
    // Some of the four seconds go by before it begins.
    expect(sent).toBeGreaterThan(13)
    expect(sent).toBeLessThanOrEqual(81)
  })

  test.for([
    [['--key', 'day'], '--key: fixtures/odd-airports.csv has no column day; its columns are iata, name'],
    [['--types', 'name=double'], 'fixtures/odd-airports.csv:2: column name: expected a decimal number'],
    [['--rate', 'fast'], "argument --rate: invalid number above 0 value: 'fast'"],
    [['--brokers', 'kafka:9', '--topic', 'x'], 'the broker at kafka:9: '],
  ] as const)('says what cannot be: %j', async ([options, complaint], { twin }) => {
    const { exitCode, output } = await twin.run([
      ...script,
      'fixtures/odd-airports.csv',
      '--brokers',
      'kafka:9092',
      ...options,
    ])
    expect(output.trimEnd().split('\n').at(-1)).toContain(complaint)
    expect(exitCode).toBe(2)
  })
})
