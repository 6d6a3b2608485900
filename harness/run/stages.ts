/** Stages of a run: each is timed, reported, and named in what a failure says. */
import { type Report, reportStep } from '../progress.ts'
import type { TimingsMs } from '../verdict/run-account.ts'

/** The steps of a run, in their order, as whoever looks on sees them. */
export const runSteps = ['input', 'stack', 'topics', 'replay', 'job', 'output', 'comparison', 'culprit'] as const

type Timed = Exclude<keyof TimingsMs, 'total'>

/** Keeps the time of a run, stage by stage. */
export class Stages {
  readonly #startedMs = performance.now()
  readonly #timingsMs: Record<Timed, number> = {
    stack: 0,
    topics: 0,
    replay: 0,
    submit: 0,
    job: 0,
    drain: 0,
    compare: 0,
  }
  readonly #report: Report

  constructor(report: Report) {
    this.#report = report
  }

  /** Shows `work` as a step of the run. */
  step<Value>(
    step: (typeof runSteps)[number],
    work: (tell: (text: string) => void) => Promise<readonly [Value, string]>,
  ): Promise<Value> {
    return reportStep(this.#report, step, work)
  }

  /** Adds the time that `work` takes, however it ends. */
  async time<Value>(stage: Timed, work: () => Promise<Value> | Value): Promise<Value> {
    const beganMs = performance.now()
    try {
      return await work()
    } finally {
      this.#timingsMs[stage] += performance.now() - beganMs
    }
  }

  timingsMs(): TimingsMs {
    return { ...this.#timingsMs, total: performance.now() - this.#startedMs }
  }
}
