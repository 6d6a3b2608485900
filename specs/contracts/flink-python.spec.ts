/** The warm Python of a Flink container: what it forks cannot be told from a plain start, and a plain start is what it gives way to. */
import type { StartedTestContainer } from 'testcontainers'
import { describe, expect, test as plainTest } from 'vitest'

import { chooseReaper } from '../../harness/open-stack.ts'
import { stackImages } from '../../harness/setup/image/image-recipe.ts'
import { setUp } from '../../harness/setup/set-up.ts'
import { FlinkContainer } from '../../harness/stack/containers.ts'
import { openScope } from '../../harness/stack/scope.ts'

// A fixture is set up within the time of the first test that asks for it.
const [warm, plain] = ['/opt/streamassay/python/warm-python', '/opt/venv/bin/python']
/** As flink-process and Flink set them. */
const environment = { FLINK_CONF_DIR: '/opt/streamassay/conf', PYTHONPATH: '/tmp/jobs' }

const test = plainTest.extend('flink', { scope: 'file' }, async ({}, { onCleanup }): Promise<StartedTestContainer> => {
  await setUp()
  const scope = await openScope(await chooseReaper())
  onCleanup(() => scope[Symbol.asyncDispose]())
  const { pyflink } = await stackImages()
  const flink = await scope.start('jobmanager', new FlinkContainer(pyflink, 'jobmanager', {}))
  const source = new URL('flink-jobs', import.meta.url).pathname
  await flink.copyDirectoriesToContainer([{ source, target: '/tmp/jobs' }])
  return flink
})

/** What a run of the program of flink-jobs/ gives whoever started it, and what it left in its folder. */
async function outcome(flink: StartedTestContainer, command: string[], more: Record<string, string> = {}) {
  const env = { ...environment, ...more }
  const { stdout, stderr, exitCode } = await flink.exec(command, { env })
  const { stdout: file } = await flink.exec(['cat', 'unclosed.txt'])
  return { stdout, stderr, exitCode, file }
}

const program = (python: string, end: string): string[] => [python, '-u', '-m', 'probe.process', end]

describe('a process of the warm Python', () => {
  test('has PyFlink imported, and draws random numbers of its own', async ({ flink }) => {
    const first = await outcome(flink, program(warm, 'draws'))
    const second = await outcome(flink, program(warm, 'draws'))
    const [some, others] = [first.stdout.trim().split(' '), second.stdout.trim().split(' ')]
    expect([some[3], others[3]]).toEqual(['True', 'True'])
    for (const at of [0, 1, 2]) expect(some[at]).not.toBe(others[at])
    expect((await outcome(flink, program(plain, 'draws'))).stdout).toContain('False')
  })

  test.for(['tells', 'exits', 'says', 'raises', 'is killed'])('that %s is as a plain one', async (end, { flink }) => {
    const expected = await outcome(flink, program(plain, end))
    expect(await outcome(flink, program(warm, end))).toEqual(expected)
  })

  test('ends with its exit code, its threads, its exit functions and its files', async ({ flink }) => {
    expect(await outcome(flink, program(warm, 'exits'))).toEqual({
      stdout: 'a thread ends first\natexit has its turn\n',
      stderr: '',
      exitCode: 3,
      file: 'kept',
    })
  })

  test.for([
    { name: 'SIGTERM', code: -15 },
    { name: 'SIGINT', code: -2 },
    { name: 'SIGKILL', code: -9 },
  ])('is gone with the process that asked for it after $name', async ({ name, code }, { flink }) => {
    const { stdout } = await outcome(flink, [plain, '-m', 'probe.asker', warm, name])
    expect(stdout).toBe(
      `beside it: warm-python: a plain start, as another one lives\ncode ${code}, gone, 0 bytes left\n`,
    )
  })
})

describe('a plain start', () => {
  test('is given, and told, where an environment might have changed an import', async ({ flink }) => {
    const { stdout, stderr } = await outcome(flink, program(warm, 'draws'), { TZ: 'Asia/Tokyo' })
    expect(stdout).toContain('False')
    expect(stderr).toBe('warm-python: a plain start, as its environment differs: TZ\n')
  })

  test("is given, and told, where a module of the job's has the name of one that is imported", async ({ flink }) => {
    await flink.copyContentToContainer([{ content: 'ours = True', target: '/tmp/hiding/numpy.py' }])
    const { stdout, stderr } = await outcome(flink, program(warm, 'draws'), { PYTHONPATH: '/tmp/jobs:/tmp/hiding' })
    expect(stdout).toContain('False')
    expect(stderr).toBe('warm-python: a plain start, as /tmp/hiding has modules of its own for numpy\n')
  })

  test('is what anything but a module gets, without a word', async ({ flink }) => {
    const { stdout, stderr } = await outcome(flink, [warm, '-c', 'import sys; print("pyflink" in sys.modules)'])
    expect([stdout, stderr]).toEqual(['False\n', ''])
  })
})
