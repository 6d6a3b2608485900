/** What those who send rows know of the job that is to read them: where it runs, as soon as it does, and that it is over. */
import type { RunningJob } from '../../flink/running/metrics.ts'

export class JobUnderway {
  readonly #running = Promise.withResolvers<RunningJob>()
  readonly #over = new AbortController()

  /** Never resolved where the job never came to run: it is over then. */
  get running(): Promise<RunningJob> {
    return this.#running.promise
  }

  /** Aborted when the job has ended, or will never run. */
  get over(): AbortSignal {
    return this.#over.signal
  }

  noteRunning(job: RunningJob): void {
    this.#running.resolve(job)
  }

  noteOver(): void {
    this.#over.abort()
  }
}
