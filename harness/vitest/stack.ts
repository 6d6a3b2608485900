/** The `stack` fixture: the kept stack where there is one, else one for each spec file, started when the first spec asks for it. */
import { join, relative, resolve } from 'node:path'

import { test as vitestTest, expect, vi } from 'vitest'

import { attachStack } from '../attach-stack.ts'
import { environment } from '../environment.ts'
import { type Check, checkPrepared } from '../property/check.ts'
import type { CheckOptions } from '../property/check-options.ts'
import { givenOptions } from '../property/given-options.ts'
import { prepareCheck } from '../property/prepare-check.ts'
import { prepare } from '../run/prepare.ts'
import { type Run, runPrepared } from '../run.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Stack } from '../stack/stack.ts'
import { noteInputs, noteSpec } from './inputs.ts'

/** A stack as a spec sees it. */
export interface SpecStack extends Stack {
  /** Takes a scenario through every stage and returns its account; the verdict is for `toMatchReference()` to judge. */
  run<Row, Out>(scenario: Scenario<Row, Out>): Promise<Run<Out>>
  /**
   * Judges generated streams of rows in the scenario's job, and shrinks the first that fails. `STREAMASSAY_CASES` and its
   * like win over the options, so that a printed line does a check again.
   */
  check<Row, Out>(scenario: Scenario<Row, Out>, options?: CheckOptions<Row>): Promise<Check<Row, Out>>
}

// A file-scoped fixture is set up within the first spec's time-out, and that may mean building images; our own limits, which
// say what was awaited, must end first.
vi.setConfig({ testTimeout: 60 * 60_000, hookTimeout: 60_000 })

export const test = vitestTest.extend('stack', { scope: 'file' }, async ({}, { onCleanup }): Promise<SpecStack> => {
  const taking = takeStack()
  // Before it is there: a stack that comes up after its spec has timed out must go as well.
  onCleanup(async () => (await taking.catch(() => null))?.stack[Symbol.asyncDispose]())
  const { testPath } = expect.getState()
  if (testPath !== undefined) noteSpec(testPath)
  const { stack, isStackKept } = await taking
  const afterwards = { isStackKept, keepTopics: environment.wantsTopicsKept() }
  return {
    ...stack,
    async run<Row, Out>(scenario: Scenario<Row, Out>) {
      note(null)
      const prepared = await prepare(scenario)
      note(prepared.inputs.map(({ path }) => resolve(path)))
      return runPrepared(prepared, { stack: async () => stack, ...afterwards, rerunCommand: rerunOfSpec() })
    },
    async check<Row, Out>(scenario: Scenario<Row, Out>, options: CheckOptions<Row> = {}) {
      const words = environment.checkWords()
      note(null)
      const prepared = await prepareCheck(scenario, { ...options, ...givenOptions(words) })
      const { input, job } = scenario
      note(
        [input.path, ...prepared.jobPackage.files.map((file) => join(job.root, file.path))].map((file) =>
          resolve(file),
        ),
      )
      return checkPrepared(prepared, {
        stack: async () => stack,
        ...afterwards,
        rerunCommand: (place, ofCheck) =>
          [
            `STREAMASSAY_SEED=${place?.seed ?? ofCheck}`,
            ...(place === null ? [] : [`STREAMASSAY_PATH=${place.path}`]),
            ...(words.maxRows === undefined ? [] : [`STREAMASSAY_MAX_ROWS=${words.maxRows}`]),
            rerunOfSpec(),
          ].join(' '),
      })
    },
  }
})

async function takeStack(): Promise<{ readonly stack: Stack; readonly isStackKept: boolean }> {
  const kept = environment.wantsOwnStack() ? null : await attachStack(tell)
  if (kept !== null) return { stack: kept, isStackKept: true }
  // Loaded only here: the library behind it takes a third of a second, which a kept stack saves.
  const { openStack } = await import('../open-stack.ts')
  return { stack: await openStack({ report: tellWork }), isStackKept: false }
}

/** Notes for watch mode what the test that is running runs on. */
function note(inputs: readonly string[] | null): void {
  const { testPath, currentTestName } = expect.getState()
  if (testPath !== undefined) noteInputs(testPath, currentTestName ?? '', inputs)
}

function rerunOfSpec(): string {
  const { testPath, currentTestName } = expect.getState()
  const file = relative(process.cwd(), testPath ?? '')
  // vitest takes the name as a regular expression, and the shell takes what is in single quotes as it is. RegExp.escape()
  // would escape blanks and first letters too, which nobody could read.
  const name = (currentTestName ?? '')
    .replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
    .replaceAll("'", String.raw`'\''`)
  return `npx vitest run ${file} -t '${name}'`
}

const tell = (line: string): void => void process.stderr.write(`${line}\n`)

/** Set-up is silent when nothing is to do; when it works, whoever waits for the spec can read why. */
function tellWork(event: { kind: string; step: string; text?: string }): void {
  if (event.kind === 'progress') tell(`${event.step}: ${event.text} ...`)
}
