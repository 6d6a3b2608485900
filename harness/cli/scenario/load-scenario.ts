/** Finds the scenario that a file on the command line means: the default export of that module. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import { messageOf, StreamassayError } from '../../errors.ts'
import type { CheckOptions } from '../../property/check-options.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import { thrownAt } from '../../scenario/fault/thrown-at.ts'

/** The scenario of a module, with the options of its checks. */
export interface LoadedScenario {
  readonly scenario: Scenario<unknown, unknown>
  /** The module's export `check`, if it has one: options such as `row` and `edges`. */
  readonly check: CheckOptions<unknown>
}

/** Imports the module, and returns its scenario with its export `check`. @throws as `loadScenario` does */
export async function loadForCheck(file: string): Promise<LoadedScenario> {
  const scenario = await loadScenario(file)
  return { scenario, check: (await importModule(file)).check ?? {} }
}

/**
 * Imports the module and returns its default export.
 *
 * @throws StreamassayError `SCENARIO_UNREADABLE` when the module cannot be imported or exports no scenario; an error of
 * our own that the module throws, such as `SCENARIO_INVALID`, as it is
 */
export async function loadScenario(file: string): Promise<Scenario<unknown, unknown>> {
  const loaded = await importModule(file)
  if (isScenario(loaded.default)) return loaded.default
  throw new StreamassayError('SCENARIO_UNREADABLE', `the default export of ${file} is not a scenario`, {
    remedy: 'End the module with `export default defineScenario({ ... })`.',
  })
}

const unloadable = 'Name the TypeScript or JavaScript file of a scenario, and install the packages that it imports.'
const atLine = 'Correct the module at that line. docs/scenarios.md lists the options and the stages of a reference.'

interface ScenarioModule {
  readonly default?: unknown
  readonly check?: CheckOptions<unknown>
}

async function importModule(file: string): Promise<ScenarioModule> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as ScenarioModule
  } catch (error) {
    if (error instanceof StreamassayError) throw error
    const place = thrownAt(error)
    throw new StreamassayError('SCENARIO_UNREADABLE', `${file} cannot be loaded: ${messageOf(error)}${place}`, {
      remedy: error instanceof TypeError && place !== '' ? atLine : unloadable,
      cause: error,
    })
  }
}

const isScenario = (loaded: unknown): loaded is Scenario<unknown, unknown> =>
  typeof loaded === 'object' && loaded !== null && 'definedIn' in loaded && 'reference' in loaded
