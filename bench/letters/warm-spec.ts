/** c: the same spec on a stack that runs already, by our command, by this process, and by the bare script on its own cluster. */
import { run } from 'streamassay'

import { openStack } from '../../harness/open-stack.ts'
import { stackLabel } from '../../harness/stack/cleanup/labels.ts'
import type { Stack } from '../../harness/stack/stack.ts'
import { openBareScripts } from '../baselines/bare-script.ts'
import { cpuSecondsOf, timedOn } from '../cpu.ts'
import { daysScenario, writeDays, writeTexts } from '../days.ts'
import { figureOf, type Sample } from '../figure.ts'
import { type Ground, type Letter, within } from '../ground.ts'
import { interleave } from '../interleave.ts'
import { commandRows, runCommandArguments } from '../ours/command.ts'
import { keepForPrograms, type RunOnStack } from '../ours/kept-stack.ts'
import { acceptRun, type PrintedRun } from '../ours/accept-run.ts'

const rows = commandRows
const runTimeoutMs = 60_000

export const measure: Letter = async (ground) => {
  await writeDays(rows)
  const texts = await writeTexts(rows)
  await using stack = await openStack({ signal: ground.signal })
  await using scripts = await openBareScripts(ground)
  await scripts.run('cluster.sh', ['up'])
  const bare = () => timedOn(scripts.label, () => scripts.run('spec.sh', [texts.input, texts.expected]))
  const runOnStack = await keepForPrograms(stack, ground)
  const sides = { ours: () => ourCommand(stack, runOnStack, ground), here: () => here(stack, ground), bare }
  ground.tell('warming both clusters by a spec on each')
  await sides.ours()
  await sides.bare()
  const samples = await interleave(ground.runs, sides, ground.tell)
  return [
    figureOf({ id: 'c', what: 'warm spec by our command / the bare script', unit: 's' }, samples.ours, samples.bare),
    figureOf(
      { id: 'c-here', what: 'warm spec, as in watch mode / the bare script', unit: 's' },
      samples.here,
      samples.bare,
    ),
  ]
}

/** `streamassay run` on a kept stack: Node's own start is in it. */
async function ourCommand({ id }: Stack, runOnStack: RunOnStack, { signal }: Ground): Promise<Sample> {
  const label = `${stackLabel}=${id}`
  const before = await cpuSecondsOf(label)
  const { spokeSeconds, output } = await within('`streamassay run` on a kept stack', runTimeoutMs, signal, (limit) =>
    runOnStack(runCommandArguments(), { signal: limit }),
  )
  await acceptRun(JSON.parse(output) as PrintedRun)
  return { value: spokeSeconds, cpuSeconds: (await cpuSecondsOf(label)) - before }
}

/** As a spec in vitest's watch mode does it: the library is loaded already. */
const here = (stack: Stack, { signal }: Ground): Promise<Sample> =>
  timedOn(`${stackLabel}=${stack.id}`, () =>
    within('a run on a warm stack', runTimeoutMs, signal, async (limit) =>
      acceptRun(
        await run(daysScenario(rows), {
          stack: () => Promise.resolve(stack),
          rerunCommand: 'npm run bench',
          signal: limit,
        }),
      ),
    ),
  )
