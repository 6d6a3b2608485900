/** Progress as a live list on a terminal, drawn by listr2. */
import { Listr } from 'listr2'

import type { ProgressEvent, Report } from '../../progress.ts'
import { oneLine, seconds } from './plain-progress.ts'

/** What is known of one step; it may be known before listr2 comes to draw it. */
interface Step {
  readonly name: string
  readonly ended: PromiseWithResolvers<string>
  show: (text: string) => void
  lastText: string
}

/** A live list of steps: its report, and how to end it so that the terminal is whole again. */
export interface LiveProgress {
  readonly report: Report
  /** Waits until the last state is drawn; the first step that has not ended is shown as failed. */
  end(): Promise<void>
}

/**
 * Draws the named steps one below the other, each with what it says while it goes on and what it found at its end; of steps
 * that are `concurrent`, all are drawn as being under way.
 */
export function liveProgress(stepNames: readonly string[], { concurrent = false } = {}): LiveProgress {
  const steps = stepNames.map((name): Step => ({
    name,
    ended: Promise.withResolvers(),
    show: () => undefined,
    lastText: '',
  }))
  const list = new Listr(
    steps.map((step) => ({
      title: step.name,
      async task(_context, task): Promise<void> {
        step.show = (text) => {
          task.output = text
        }
        if (step.lastText !== '') step.show(step.lastText)
        task.title = await step.ended.promise
      },
    })),
    {
      concurrent,
      registerSignalListeners: false,
      rendererOptions: { showErrorMessage: false, showSkipMessage: false },
    },
  )
  const drawn = list.run().catch(() => undefined)
  return {
    report: (event) => record(steps, event),
    async end() {
      for (const { ended } of steps) {
        ended.promise.catch(() => undefined)
        ended.reject(new Error('not reached'))
      }
      await drawn
    },
  }
}

function record(steps: readonly Step[], event: ProgressEvent): void {
  const step = steps.find(({ name }) => name === event.step)
  if (step === undefined) return
  if (event.kind === 'progress') {
    step.lastText = oneLine(event.text)
    step.show(step.lastText)
  }
  if (event.kind === 'ended') step.ended.resolve(`${event.step}: ${event.found} (${seconds(event.durationMs)})`)
}
