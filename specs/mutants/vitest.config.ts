/** The specs that mutants of the pure rooms are tried with; see stryker.config.json beside it. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['specs/unit/{scenario,verdict,record,property}/**/*.spec.ts'],
    // Stryker runs specs in threads, where a process cannot become another user.
    exclude: ['specs/unit/scenario/csv/bytes/file-bytes.permission.spec.ts'],
    // Every expression of the rooms is counted in the first run, which makes a spec that loops many times slower.
    testTimeout: 120_000,
  },
})
