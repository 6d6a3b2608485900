/** `streamassay run FILE`: one scenario on a stack of its own, its report, and the exit code that its verdict means. */
import { runJson } from '../evidence/run-json.ts'
import { openStack } from '../open-stack.ts'
import { fromHere, prepare } from '../run/prepare.ts'
import { runSteps } from '../run/stages.ts'
import { runPrepared } from '../run.ts'
import type { Verdict } from '../verdict/comparison.ts'
import { loadScenario } from './load-scenario.ts'
import { print } from './print.ts'
import { showing } from './progress.ts'
import { bringSetup } from './setup.ts'

const exitCodes: Readonly<Record<Verdict, number>> = { pass: 0, fail: 1, unknown: 2 }

export interface RunCommandOptions {
  /** Prints `run.json` and nothing else on standard output; progress goes to standard error. */
  readonly json: boolean
  readonly signal: AbortSignal
}

/**
 * Reads the scenario's files first: what is wrong with them is told before anything is built or started.
 *
 * @throws StreamassayError when it could not be run
 */
export async function runCommand(file: string, { json, signal }: RunCommandOptions): Promise<number> {
  const tell = json ? (text: string): void => void process.stderr.write(`${text}\n`) : print
  const prepared = await prepare(await loadScenario(file))
  await bringSetup(signal, tell)
  await using release = new AsyncDisposableStack()
  const run = await showing(
    runSteps,
    (report) =>
      runPrepared(prepared, {
        stack: async () => release.use(await openStack({ signal })),
        rerunCommand: `npx streamassay run ${fromHere(file)}`,
        report,
        signal,
      }),
    tell,
  )
  print(json ? JSON.stringify(runJson(run), null, 2) : `\n${run.report.trimEnd()}`)
  return exitCodes[run.verdict]
}
