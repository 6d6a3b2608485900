/** b: a whole spec of 1,000 rows from nothing, by our command and by the bare script, to the verdict of each. */
import { hostname } from 'node:os'

import { ownerLabel } from '../../harness/stack/cleanup/labels.ts'
import { openBareScripts } from '../baselines/bare-script.ts'
import { type CpuWatch, watchCpu } from '../cpu.ts'
import { writeDays, writeTexts } from '../days.ts'
import { figureOf, type Sample } from '../figure.ts'
import { type Ground, type Letter, within } from '../ground.ts'
import { interleave } from '../interleave.ts'
import { commandRows, runCommandArguments } from '../ours/command.ts'
import { acceptRun, type PrintedRun } from '../ours/accept-run.ts'
import { runProgram } from '../program.ts'

const commandTimeoutMs = 180_000

export const measure: Letter = async (ground) => {
  await writeDays(commandRows)
  const texts = await writeTexts(commandRows)
  const samples = await interleave(
    ground.runs,
    { ours: () => ourCommand(ground), bare: () => bareScript(ground, texts) },
    ground.tell,
  )
  return [
    figureOf({ id: 'b', what: 'cold spec of 1,000 rows / the bare script', unit: 's' }, samples.ours, samples.bare),
  ]
}

async function ourCommand({ signal }: Ground): Promise<Sample> {
  await using release = new AsyncDisposableStack()
  let watch: CpuWatch | null = null
  let cpuSeconds = 0
  const { spokeSeconds, output } = await within('`streamassay run`', commandTimeoutMs, signal, (limit) =>
    runProgram(process.execPath, runCommandArguments('--own-stack'), {
      signal: limit,
      onStart: (pid) => {
        watch = release.use(
          watchCpu(ownerLabel, (labels) => labels[ownerLabel]?.startsWith(`${hostname()}/${pid}/`) === true),
        )
      },
      onSpoke: () => {
        cpuSeconds = watch?.seconds() ?? 0
      },
    }),
  )
  await acceptRun(JSON.parse(output) as PrintedRun)
  return { value: spokeSeconds, cpuSeconds }
}

async function bareScript(
  ground: Ground,
  texts: { readonly input: string; readonly expected: string },
): Promise<Sample> {
  await using scripts = await openBareScripts(ground)
  await using watch = watchCpu(scripts.label)
  let cpuSeconds = 0
  const { spokeSeconds } = await scripts.run('cold.sh', [texts.input, texts.expected], {
    onSpoke: () => {
      cpuSeconds = watch.seconds()
    },
  })
  return { value: spokeSeconds, cpuSeconds }
}
