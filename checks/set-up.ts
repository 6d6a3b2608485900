/** Set-up as a check: brings the engine and the images that the following checks need, and shows why it takes its time. */
import { plainProgress } from '../harness/cli/progress/plain-progress.ts'
import { setUp } from '../harness/setup/set-up.ts'
import type { Check } from './report.ts'

export const setUpCheck: Check = {
  name: 'set-up',
  shown: true,
  needed: true,
  // It may have to build every image.
  limitMinutes: 60,
  async run(show, signal) {
    await setUp({
      images: ['kafka', 'pyflink', 'checks'],
      signal,
      report: plainProgress((line) => show(`  ${line}\n`)).report,
    })
    return { passed: 1, failed: 0, output: '' }
  },
}
