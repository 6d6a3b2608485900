/** `streamassay run FILE`: one scenario on the kept stack, else on its own; its report, and the exit code that its verdict means. */
import { noteForCi } from '../../evidence/ci-notes.ts'
import { runJson } from '../../evidence/run-json.ts'
import { fromHere, prepare } from '../../run/prepare.ts'
import { runSteps } from '../../run/stages.ts'
import { runPrepared } from '../../run.ts'
import { annotationsOf } from '../../verdict/annotations.ts'
import type { Verdict } from '../../verdict/comparison.ts'
import { loadScenario } from './load-scenario.ts'
import { chooseStack } from './choose-stack.ts'
import { print, printAside } from '../print.ts'
import { showing } from '../progress/progress.ts'

/** What a verdict means as an exit code. */
export const exitCodes: Readonly<Record<Verdict, number>> = { pass: 0, fail: 1, unknown: 2 }

export interface RunCommandOptions {
  /** Prints `run.json` and nothing else on standard output; progress goes to standard error. */
  readonly json: boolean
  /** Starts a stack of the run's own even where one is kept. */
  readonly ownStack: boolean
  /** Leaves the topics of the run on a kept stack. */
  readonly keepTopics: boolean
  readonly signal: AbortSignal
}

/**
 * Reads the files of the scenario first, so that their problems are reported before anything is built or started.
 *
 * @throws StreamassayError when it could not be run
 */
export async function runCommand(
  file: string,
  { json, ownStack, keepTopics, signal }: RunCommandOptions,
): Promise<number> {
  const tell = json ? printAside : print
  const prepared = await prepare(await loadScenario(file))
  await using release = new AsyncDisposableStack()
  const { take, isKept } = await chooseStack({ ownStack, signal, tell, release })
  const run = await showing(
    runSteps,
    (report) =>
      runPrepared(prepared, {
        stack: take,
        isStackKept: isKept,
        keepTopics,
        rerunCommand: `npx streamassay run ${fromHere(file)}`,
        report,
        signal,
      }),
    { tell },
  )
  const { scenario, verdict, report } = run
  const notes = await noteForCi({ title: `${scenario}: ${verdict}`, report, annotations: annotationsOf(run) })
  for (const note of notes) tell(note)
  if (run.topicsLeft !== null) tell(run.topicsLeft)
  print(json ? JSON.stringify(runJson(run), null, 2) : `\n${run.report.trimEnd()}`)
  return exitCodes[run.verdict]
}
