/** The spec files that share a process: those of rooms without a process of their own to change, unless they change something. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const rooms = ['bench', 'flink', 'kafka', 'labs', 'property', 'record', 'run', 'scenario', 'scenarios', 'verdict']

/** Changes to what the files of one process share: modules, the clock, spied objects, the environment, the working directory. */
export const lastingChange =
  /\bvi\.(mock|doMock|hoisted|resetModules|stub\w+|set\w+|useFakeTimers|spyOn)\b|\bprocess\.(chdir|exitCode|on)\b|\bglobalThis\b/

/** Paths from the project's folder. */
export const sharingSpecs: readonly string[] = globSync(
  rooms.map((room) => `specs/unit/${room}/**/*.spec.ts`),
  { cwd: root },
).filter((path) => !lastingChange.test(readFileSync(join(root, path), 'utf8')))
