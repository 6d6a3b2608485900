/** Finds the scenario that a file on the command line means: the default export of that module. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import { messageOf, StreamassayError } from '../errors.ts'
import type { Scenario } from '../scenario/scenario.ts'

/**
 * Imports the module and returns its default export.
 *
 * @throws StreamassayError `SCENARIO_UNREADABLE` when the module cannot be imported or exports no scenario; an error of
 * our own that the module throws, such as `SCENARIO_INVALID`, as it is
 */
export async function loadScenario(file: string): Promise<Scenario<unknown, unknown>> {
  const loaded = await importModule(file)
  if (isScenario(loaded.default)) return loaded.default
  throw new StreamassayError('SCENARIO_UNREADABLE', `${file} has no scenario as its default export`, {
    remedy: 'End the module with `export default defineScenario({ ... })`.',
  })
}

async function importModule(file: string): Promise<{ default?: unknown }> {
  try {
    return (await import(pathToFileURL(resolve(file)).href)) as { default?: unknown }
  } catch (error) {
    if (error instanceof StreamassayError) throw error
    throw new StreamassayError('SCENARIO_UNREADABLE', `${file} cannot be loaded: ${messageOf(error)}`, {
      remedy: 'Name a TypeScript or JavaScript module that exists and imports only what is installed.',
      cause: error,
    })
  }
}

const isScenario = (loaded: unknown): loaded is Scenario<unknown, unknown> =>
  typeof loaded === 'object' && loaded !== null && 'definedIn' in loaded && 'reference' in loaded
