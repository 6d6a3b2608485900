/** The specs that mutants of the pure rooms are tried with; see stryker.config.json beside it. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['specs/unit/{scenario,verdict,record,property}/**/*.spec.ts'],
    // Stryker runs specs in threads, where a process cannot become another user.
    exclude: ['specs/unit/scenario/csv/bytes/file-permission.spec.ts'],
    testTimeout: 20_000,
  },
})
