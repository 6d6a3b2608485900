/** `streamassay setup`: installs and builds what is missing on this machine. */
import { imagesOfStack } from '../../setup/image/image-recipe.ts'
import { setupSteps } from '../../setup/progress.ts'
import { findSetup, setUp } from '../../setup/set-up.ts'
import { seconds } from '../progress/plain-progress.ts'
import { print } from '../print.ts'
import { showing } from '../progress/progress.ts'

/** Runs set-up and shows its steps, or prints one line if nothing is missing; `tell` prints a line. */
export async function bringSetup(signal: AbortSignal, tell = print): Promise<void> {
  const found = await findSetup()
  if (found !== undefined) {
    const there = found.steps
      .filter(({ step }) => step !== 'reaper image')
      .map(({ step, found: what }) => (step === 'engine' ? `engine ${what}` : what))
    tell(`set-up: nothing to do (${there.join(', ')}; ${seconds(found.durationMs)})`)
    return
  }
  tell('set-up: images or the engine are missing; the first set-up takes a few minutes')
  const outcome = await showing(setupSteps(imagesOfStack), (report) => setUp({ report, signal }), {
    tell,
    concurrent: true,
  })
  tell(`set-up: done (${seconds(outcome.durationMs)})`)
}

/** Returns the exit code, 0: what cannot be brought is thrown. */
export async function setupCommand(signal: AbortSignal): Promise<number> {
  await bringSetup(signal)
  return 0
}
