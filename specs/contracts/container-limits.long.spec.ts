/** Jobs that start processes, write files or print without end, each bounded by itself; and the same without our limits. */
import { defineScenario, openStack, pyflinkJob } from 'streamassay'
import { describe, expect, test } from 'vitest'

import { check } from '../../harness/property/check.ts'
import { run } from '../../harness/run.ts'
import type { Scenario } from '../../harness/scenario/scenario.ts'
import { stackImages } from '../../harness/setup/image/image-recipe.ts'
import { setUp } from '../../harness/setup/set-up.ts'
import type { Stack } from '../../harness/stack/stack.ts'
import oddAirports from '../../scenarios/odd-airports.ts'
import rainyDays from '../../scenarios/rainy-days.ts'
import { breakJob } from '../broken-jobs/mutate.ts'
import { attempts, rights, unlimited } from './container-limits.ts'

/** What the rainy-days job does on its first day, in the words of Python. */
const attacks = {
  'starts processes': `import subprocess
    for _ in range(2000):
        subprocess.Popen(["sleep", "600"])`,
  'writes a file': `with open("/tmp/endless", "wb") as endless:
        for _ in range(3072):
            endless.write(bytes(2**20))`,
  // To where the JVM of the TaskManager prints; what Python itself prints does not come there.
  prints: `if day["date"] == "2012-01-01":
        with open("/proc/1/fd/1", "w") as console:
            for _ in range(45000):
                console.write("x" * 4000 + "\\n")`,
}

const reachedProcesses = /the limit of processes and threads|\d+ of 1024 processes and threads/

const firstLine = 'precipitation_in = rounded(day["precipitation"] / 25.4, 100.0)'

/** The scenario with a job that does so; its folder is there until it is disposed of. */
async function attackBy<Row, Out>(scenario: Scenario<Row, Out>, name: keyof typeof attacks) {
  const by = `${attacks[name]}\n    ${firstLine}`
  const job = await breakJob({ job: 'weather', file: 'logic.py', replace: firstLine, by })
  const attacking = { ...scenario, job: pyflinkJob({ root: job.root, module: job.module }), jobTimeoutMs: 120_000 }
  return { attacking: defineScenario(attacking), [Symbol.asyncDispose]: () => job[Symbol.asyncDispose]() }
}

async function attack<Row, Out>(stack: Stack, scenario: Scenario<Row, Out>, name: keyof typeof attacks) {
  await using job = await attackBy(scenario, name)
  const ended = await runOn(stack, job.attacking)
  return ended
}

const runOn = <Row, Out>(stack: Stack, scenario: Scenario<Row, Out>) =>
  run(scenario, { stack: async () => stack, rerunCommand: 'npx vitest run' })

test.each([
  ['starts processes', reachedProcesses],
  ['writes a file', /^the job failed on a TaskManager .*: taskmanager has 1024 of 1024 MiB in \/tmp$/],
] as const)(
  'a job that %s without end is unknown, another job on its TaskManager too, and another stack is untouched',
  async (name, reason) => {
    await using stack = await openStack()
    await using other = await openStack()
    const attacker = await attack(stack, rainyDays, name)
    expect(attacker).toMatchObject({ verdict: 'unknown', reason: expect.stringMatching(reason) })
    // While the attack goes on, its second run empties the file that the first one has filled: then there is room for a moment.
    const { verdict, reason: said } = await runOn(stack, rainyDays)
    expect({ verdict, said }).toEqual({ verdict: 'unknown', said: expect.stringMatching(reason) })
    expect(said).toContain('taskmanager')
    expect(await runOn(other, oddAirports)).toMatchObject({ verdict: 'pass' })
  },
)

test('a check of a job that starts processes without end is unknown, by the name of that limit', async () => {
  await using stack = await openStack()
  await using job = await attackBy(rainyDays, 'starts processes')
  const context = { stack: async () => stack, rerunCommand: () => 'npx vitest run' }
  const checked = await check(job.attacking, { regressions: null, cases: 20 }, context)
  expect(checked).toMatchObject({ verdict: 'unknown', reason: expect.stringMatching(reachedProcesses) })
})

test('a job that prints without end into a log that is judged is unknown, by the name of what was lost', async () => {
  await using stack = await openStack()
  const flooded = await attack(stack, { ...rainyDays, sink: 'console' }, 'prints')
  expect(flooded).toMatchObject({
    verdict: 'unknown',
    reason: expect.stringContaining("the TaskManager's log does not go back to the beginning of the run"),
  })
  expect(await runOn(stack, oddAirports)).toMatchObject({ verdict: 'pass' })
})

/** What a Python program prints in a container of the image without our limits. */
async function python(program: string): Promise<string> {
  await setUp()
  return unlimited((await stackImages()).pyflink, ['python3', '-c', program])
}

describe('without our limits', () => {
  test('all processes are started, and all files are written', async () => {
    expect(await python(attempts.processes)).toBe('2000 processes\n')
    expect(await python(attempts['files in /tmp'])).toBe('3072 MiB\n')
  })

  test('all that is printed is kept', async () => {
    const said = await python('print("begin")\nfor _ in range(45000):\n    print("x" * 4000)')
    expect([said.startsWith('begin\n'), said.length]).toEqual([true, 6 + 45_000 * 4_001])
  })

  test('a process may gain rights', async () => {
    await setUp()
    const said = await unlimited((await stackImages()).pyflink, rights)
    expect(said).toMatch(/^CapBnd:\t0*[1-9a-f][0-9a-f]*\nNoNewPrivs:\t0\n$/)
  })
})
