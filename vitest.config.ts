/**
 * Four projects: `unit` and `unit-shared` need no container engine; `containers` and, for the night, `long` run real Kafka and
 * Flink, several spec files at a time.
 */
import { fileURLToPath } from 'node:url'

import { defineConfig } from 'vitest/config'

import { environment } from './harness/environment.ts'
import { rerunOnInputs } from './harness/vitest/config.ts'
import { LargestFirst } from './specs/largest-first.ts'
import { sharingSpecs } from './specs/sharing-specs.ts'
import { stackLimitsHere } from './specs/worker-stacks/how-many.ts'

// Most spec files have a process of their own, and all of them load the same runner: a fifth of their time is compiling it.
environment.keepCompiledCode(fileURLToPath(new URL('.streamassay/compiled', import.meta.url)))

// On an older Node vitest passes what is green and crashes while it prints what is red.
if (Number(process.versions.node.split('.')[0]) < 24) {
  throw new Error(`the specs need Node 24, and this is ${process.versions.node}: start vitest by npx in this folder`)
}

// Ten times what the longest one takes on an idle machine.
const busy = { testTimeout: 300_000, hookTimeout: 300_000 }

const stackLimits = await stackLimitsHere()

/** How both unit projects run: side by side, in one group. */
const unit = {
  sequence: { groupOrder: 1 },
  // A hang, and nothing that is slow: a spec takes five seconds at most on an idle machine.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // vitest would leave a core free, which of two is half of the machine.
  maxWorkers: '100%',
  // A spec is green or red by what it sets itself, whatever its developer has set for the commands: 20 were red by a name for
  // kept stacks.
  env: environment.withoutOwn(),
}

export default defineConfig({
  test: {
    watchTriggerPatterns: rerunOnInputs,
    sequence: { sequencer: LargestFirst },
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          include: ['specs/unit/**/*.spec.ts'],
          exclude: ['**/*.long.spec.ts', ...sharingSpecs],
        },
      },
      {
        test: {
          ...unit,
          name: 'unit-shared',
          include: [...sharingSpecs],
          exclude: ['**/*.long.spec.ts'],
          // One process loads a module once for all of its files: loading is half of what such a file costs.
          isolate: false,
        },
      },
      {
        test: {
          name: 'containers',
          include: ['**/*.spec.ts'],
          // Specs write spec files below .streamassay/ while this project is being collected.
          exclude: ['specs/unit/**', '**/*.long.spec.ts', '**/node_modules/**', '.streamassay/**'],
          sequence: { groupOrder: 2 },
          ...busy,
          globalSetup: ['specs/worker-stacks/start.ts'],
          setupFiles: ['specs/worker-stacks/attach.ts'],
          ...stackLimits,
        },
      },
      {
        test: {
          name: 'long',
          include: ['specs/**/*.long.spec.ts'],
          sequence: { groupOrder: 3 },
          ...busy,
          ...stackLimits,
          maxWorkers: Math.min(2, stackLimits.maxWorkers),
        },
      },
    ],
  },
})
