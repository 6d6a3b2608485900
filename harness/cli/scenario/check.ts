/** `streamassay check FILE`: generated streams through the job of a scenario, on the kept stack or on its own. */
import { checkJson } from '../../evidence/check-json.ts'
import { noteForCi } from '../../evidence/ci-notes.ts'
import { type Check, checkPrepared, checkSteps } from '../../property/check.ts'
import { type GivenWords, givenOptions } from '../../property/given-options.ts'
import { prepareCheck } from '../../property/prepare-check.ts'
import { fromHere } from '../../run/prepare.ts'
import { loadForCheck } from './load-scenario.ts'
import { chooseStack } from './choose-stack.ts'
import { print, printAside } from '../print.ts'
import { showing } from '../progress/progress.ts'
import { exitCodes } from './run.ts'

export type CheckNumbers = GivenWords

export interface CheckCommandOptions {
  /** Prints `check.json` and nothing else on standard output; progress goes to standard error. */
  readonly json: boolean
  /** Starts a stack of the check's own even where one is kept. */
  readonly ownStack: boolean
  /** Leaves the topics of the check on a kept stack. */
  readonly keepTopics: boolean
  /** They win over what the module says of its checks. */
  readonly given: CheckNumbers
  readonly signal: AbortSignal
}

/**
 * Reads the files of the scenario first, so that their problems are reported before anything is built or started.
 *
 * @throws StreamassayError when it could not be run
 */
export async function checkCommand(
  file: string,
  { json, ownStack, keepTopics, given, signal }: CheckCommandOptions,
): Promise<number> {
  const tell = json ? printAside : print
  const { scenario, check } = await loadForCheck(file)
  const prepared = await prepareCheck(scenario, { ...check, ...givenOptions(given) })
  const { plan } = prepared
  const extent = (['cases', 'minutes'] as const).flatMap((name) =>
    given[name] === undefined ? [] : [`--${name} ${given[name]}`],
  )
  // Printed first, because any failure needs it.
  tell(`seed ${plan.seed}`)
  await using release = new AsyncDisposableStack()
  const { take, isKept } = await chooseStack({ ownStack, signal, tell, release })
  const ended: Check = await showing(
    checkSteps,
    (report) =>
      checkPrepared(prepared, {
        stack: async () => {
          const taken = take()
          return 'stack' in taken ? taken.stack : taken
        },
        rerunCommand: (place, seed) =>
          [
            `npx streamassay check ${fromHere(file)} --seed ${place?.seed ?? seed}`,
            ...(place === null ? extent : [`--path ${place.path}`]),
            ...(given.maxRows === undefined ? [] : [`--max-rows ${plan.maxRows}`]),
          ].join(' '),
        isStackKept: isKept,
        keepTopics,
        report,
        signal,
      }),
    { tell },
  )
  const { verdict, report } = ended
  for (const note of await noteForCi({ title: `${scenario.name}: ${verdict}`, report, annotations: [] })) tell(note)
  if (ended.topicsLeft !== null) tell(ended.topicsLeft)
  print(json ? checkJson(ended) : `\n${ended.report.trimEnd()}`)
  return exitCodes[ended.verdict]
}
