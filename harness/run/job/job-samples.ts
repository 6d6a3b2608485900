/** Keeps how a job stood every second or so while it is watched, in a bounded number of samples. */
import type { JobStanding } from '../../flink/endpoints.ts'
import type { JobSample } from '../../verdict/job-load.ts'
import type { OperatorAccount } from '../../verdict/run-account.ts'

const firstStepMs = 1000
/** Where there are more, every other one goes, and the step between two doubles. */
const mostSamples = 240
const endStates: ReadonlySet<string> = new Set(['FINISHED', 'FAILED', 'CANCELED'])

export class JobSamples {
  #kept: JobSample[] = []
  #stepMs = firstStepMs

  get all(): readonly JobSample[] {
    return this.#kept
  }

  /** To be told of every look at the job, however often they come; of an answer without news nothing is kept. */
  note({ state, duration: atMs, vertices: operators }: Pick<JobStanding, 'state' | 'duration' | 'vertices'>): void {
    const last = this.#kept.at(-1)
    if (last !== undefined) {
      const elapsedMs = atMs - last.atMs
      const hasEnded = endStates.has(state)
      if ((!hasEnded && elapsedMs < this.#stepMs) || isSame(last.operators, operators)) return
      // A far shorter step than the others would tell of a moment, and not of the run.
      if (hasEnded && this.#kept.length > 1 && elapsedMs < this.#stepMs / 2) this.#kept.pop()
    }
    this.#kept.push({ atMs, state, operators })
    if (this.#kept.length > mostSamples) this.#thinOut()
  }

  #thinOut(): void {
    this.#kept = this.#kept.filter((_, at) => at % 2 === 0)
    this.#stepMs *= 2
  }
}

/** Counts are as old as the cluster's `metrics.fetcher.update-interval`, which is ten seconds where nobody says otherwise. */
const isSame = (before: readonly OperatorAccount[], now: readonly OperatorAccount[]): boolean =>
  before.length === now.length && before.every((operator, place) => hasSameCounts(operator, now[place]))

const hasSameCounts = (one: OperatorAccount, other: OperatorAccount | undefined): boolean =>
  one.recordsIn === other?.recordsIn &&
  one.recordsOut === other.recordsOut &&
  one.busyMs === other.busyMs &&
  one.idleMs === other.idleMs &&
  one.backPressuredMs === other.backPressuredMs
