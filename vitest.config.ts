/** Two projects: `unit` needs no container engine, `containers` runs real Kafka and Flink, one spec file at a time. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['specs/unit/**/*.spec.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: 20_000,
          // vitest would leave a core free, which of two is half of the machine.
          maxWorkers: '100%',
        },
      },
      {
        test: {
          name: 'containers',
          include: ['specs/{contracts,scenarios,broken-jobs}/**/*.spec.ts'],
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
        },
      },
    ],
  },
})
