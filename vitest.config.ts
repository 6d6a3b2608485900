/**
 * Four projects: `unit` and `unit-shared` need no container engine; `containers` and, for the night, `long` run real Kafka and
 * Flink, several spec files at a time.
 */
import { availableParallelism, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'

import { defineConfig } from 'vitest/config'

import { environment } from './harness/environment.ts'
import { rerunOnInputs } from './harness/vitest/config.ts'
import { LargestFirst } from './specs/largest-first.ts'
import { sharingSpecs } from './specs/sharing-specs.ts'

// Most spec files have a process of their own, and all of them load the same runner: a fifth of their time is compiling it.
environment.keepCompiledCode(fileURLToPath(new URL('.streamassay/compiled', import.meta.url)))

// On an older Node vitest passes what is green and crashes while it prints what is red.
if (Number(process.versions.node.split('.')[0]) < 24) {
  throw new Error(`the specs need Node 24, and this is ${process.versions.node}: start vitest by npx in this folder`)
}

// Ten times what the longest one takes on an idle machine.
const busy = { testTimeout: 300_000, hookTimeout: 300_000 }

// A spec on a stack waits half of its time: two at a time leave a quarter of two cores idle. Each has the kept stack of its
// worker and perhaps one of its own, at most 2 GiB.
const stackWorkers = Math.max(
  1,
  Math.min(6, Math.ceil(1.5 * availableParallelism()), Math.floor(totalmem() / (2.5 * 1024 ** 3))),
)

/** How both unit projects run: side by side, in one group. */
const unit = {
  sequence: { groupOrder: 1 },
  // A hang, and nothing that is slow: a spec takes five seconds at most on an idle machine.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  // vitest would leave a core free, which of two is half of the machine.
  maxWorkers: '100%',
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
          maxWorkers: stackWorkers,
        },
      },
      {
        test: {
          name: 'long',
          include: ['specs/**/*.long.spec.ts'],
          sequence: { groupOrder: 3 },
          ...busy,
          maxWorkers: 2,
        },
      },
    ],
  },
})
