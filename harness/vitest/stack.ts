/** The `stack` fixture: one ephemeral stack a spec file, started when the first spec asks for it. */
import { relative } from 'node:path'

import { test as vitestTest, expect, vi } from 'vitest'

import { openStack } from '../open-stack.ts'
import { type Run, run } from '../run.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Stack } from '../stack/stack.ts'

/** A stack as a spec sees it. */
export interface SpecStack extends Stack {
  /** Takes a scenario through every stage and returns its account; the verdict is for `toMatchReference()` to judge. */
  run<Row, Out>(scenario: Scenario<Row, Out>): Promise<Run<Out>>
}

// A file-scoped fixture is set up within the first spec's time-out, and that may mean building images; our own limits, which
// say what was awaited, must end first.
vi.setConfig({ testTimeout: 60 * 60_000, hookTimeout: 60_000 })

export const test = vitestTest.extend('stack', { scope: 'file' }, async ({}, { onCleanup }): Promise<SpecStack> => {
  const starting = openStack({ report: tellWork })
  // Before it is there: a stack that comes up after its spec has timed out must go as well.
  onCleanup(async () => (await starting.catch(() => null))?.[Symbol.asyncDispose]())
  const stack = await starting
  return {
    ...stack,
    run: (scenario) => run(scenario, { stack: async () => stack, isStackKept: true, rerunCommand: rerunOfSpec() }),
  }
})

function rerunOfSpec(): string {
  const { testPath, currentTestName } = expect.getState()
  const file = relative(process.cwd(), testPath ?? '')
  // vitest takes the name as a regular expression, and the shell takes what is in single quotes as it is.
  const name = RegExp.escape(currentTestName ?? '').replaceAll("'", String.raw`'\''`)
  return `npx vitest run ${file} -t '${name}'`
}

/** Set-up is silent when nothing is to do; when it works, whoever waits for the spec can read why. */
function tellWork(event: { kind: string; step: string; text?: string }): void {
  if (event.kind === 'progress') process.stderr.write(`${event.step}: ${event.text} ...\n`)
}
