/** How a job stood, second by second, while it ran: what was seen of it anyway, by whoever waits for its end. */
import type { JobStanding } from '../../flink/endpoints.ts'

/** What an operator, or a chain of them, did between a look at it and the one before. */
export interface OperatorSample {
  readonly name: string
  /** Since the job began. */
  readonly recordsIn: number
  readonly recordsOut: number
  /** Shares of the time of its threads, 0 to 1; null where Flink does not measure, and of the first look. */
  readonly busy: number | null
  readonly idle: number | null
  readonly backPressured: number | null
}

export interface JobSample {
  /** Seconds since the job was submitted, by Flink's clock. */
  readonly seconds: number
  readonly state: string
  readonly operators: readonly OperatorSample[]
}

/** However long a job runs, its samples are no more than so many: when there are, every other one goes. */
const mostSamples = 600
const secondMs = 1000

export class JobSamples {
  #kept: JobStanding[] = []
  #everyMs = secondMs

  /** To be told of every look; few of them are kept. */
  note(standing: JobStanding): void {
    const last = this.#kept.at(-1)
    if (last !== undefined && standing.duration - last.duration < this.#everyMs && standing.state === last.state) return
    this.#kept.push(standing)
    if (this.#kept.length <= mostSamples) return
    this.#kept = this.#kept.filter((_, at) => at % 2 === 0)
    this.#everyMs *= 2
  }

  samples(): JobSample[] {
    return this.#kept.map((standing, at) => ({
      seconds: standing.duration / 1000,
      state: standing.state,
      operators: standing.vertices.map((now, place) => {
        const before = this.#kept[at - 1]?.vertices[place]
        const passedMs = (standing.duration - (this.#kept[at - 1]?.duration ?? standing.duration)) * now.parallelism
        const share = (nowMs: number | null, beforeMs: number | null | undefined): number | null =>
          nowMs === null || beforeMs === null || beforeMs === undefined || passedMs <= 0
            ? null
            : Math.min(1, Math.max(0, Math.round((100 * (nowMs - beforeMs)) / passedMs) / 100))
        return {
          name: now.name,
          recordsIn: now.recordsIn,
          recordsOut: now.recordsOut,
          busy: share(now.busyMs, before?.busyMs),
          idle: share(now.idleMs, before?.idleMs),
          backPressured: share(now.backPressuredMs, before?.backPressuredMs),
        }
      }),
    }))
  }
}
