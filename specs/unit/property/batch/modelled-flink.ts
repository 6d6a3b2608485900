/** A model of Flink at work on keyed event-time windows, in memory: each of its moves comes when a schedule says so. */

/** A row on its way, with its event time. */
export interface TimedRow {
  readonly key: number
  readonly timeMs: number
  readonly value: unknown
}

/** A keyed tumbling window. */
export interface WindowPlan {
  readonly sizeMs: number
  readonly subtasks: number
  /** The key of a row that comes from the stage before. */
  readonly keyOf: (value: never) => number
  readonly close: (key: number, startMs: number, values: readonly never[]) => unknown
  readonly late: (value: never) => unknown
}

export interface FlinkPlan {
  readonly outOfOrderMs: number
  readonly timeOf: (value: never) => number
  readonly windows: readonly WindowPlan[]
  /** Whether a window keeps a watermark back until its bundle of rows is done, as Python functions have it. */
  readonly hasBundles: boolean
  /** What comes next, among so many moves; the same for the same schedule. */
  readonly choose: (moves: number) => number
}

type Element = { readonly row: TimedRow } | { readonly watermarkMs: number }

/** One instance of a window operator, with a channel from each instance before it. */
class WindowSubtask {
  readonly channels: Element[][]
  readonly #plan: WindowPlan
  readonly #flink: Pick<FlinkPlan, 'choose' | 'hasBundles'>
  readonly #emit: (element: Element) => void
  readonly #channelWatermarks: number[]
  readonly #windows = new Map<string, { key: number; endMs: number; values: never[] }>()
  #isBundleOpen = false
  /** As its metrics say: of what it was given, and of what it has passed on. */
  inputMs = -Infinity
  outputMs = -Infinity

  constructor(
    plan: WindowPlan,
    flink: Pick<FlinkPlan, 'choose' | 'hasBundles'>,
    channels: number,
    emit: (element: Element) => void,
  ) {
    this.#plan = plan
    this.#flink = flink
    this.#emit = emit
    this.channels = Array.from({ length: channels }, () => [])
    this.#channelWatermarks = this.channels.map(() => -Infinity)
  }

  get canRead(): boolean {
    return this.channels.some((channel) => channel.length > 0)
  }

  get isWithholding(): boolean {
    return this.#isBundleOpen
  }

  read(): void {
    const full = [...this.channels.keys()].filter((at) => this.channels[at]?.length)
    const at = full[this.#flink.choose(full.length)] ?? 0
    const element = this.channels[at]?.shift()
    if (element === undefined) return
    if ('row' in element) {
      this.#isBundleOpen = this.#flink.hasBundles
      this.#takeRow(element.row)
      return
    }
    this.#channelWatermarks[at] = element.watermarkMs
    this.inputMs = Math.max(this.inputMs, Math.min(...this.#channelWatermarks))
    // At the end of time a bundle is done at once.
    if (this.inputMs === Infinity || !this.#isBundleOpen) this.closeBundle()
  }

  closeBundle(): void {
    this.#isBundleOpen = false
    if (this.inputMs > this.outputMs) this.#advance(this.inputMs)
  }

  #takeRow({ value, timeMs }: TimedRow): void {
    const { sizeMs, keyOf, late } = this.#plan
    const startMs = Math.floor(timeMs / sizeMs) * sizeMs
    const endMs = startMs + sizeMs
    const key = keyOf(value as never)
    if (endMs - 1 <= this.outputMs) {
      this.#emit({ row: { key, timeMs, value: late(value as never) } })
      return
    }
    const name = `${key} ${endMs}`
    const window = this.#windows.get(name) ?? { key, endMs, values: [] }
    this.#windows.set(name, window)
    window.values.push(value as never)
  }

  #advance(watermarkMs: number): void {
    this.outputMs = watermarkMs
    const due = [...this.#windows].filter(([, { endMs }]) => endMs - 1 <= watermarkMs)
    while (due.length > 0) {
      const firstMs = Math.min(...due.map(([, { endMs }]) => endMs))
      const first = due.flatMap(([, { endMs }], at) => (endMs === firstMs ? [at] : []))
      // Those of several keys that end together close in any order.
      const [[name, { key, endMs, values }]] = due.splice(first[this.#flink.choose(first.length)] ?? 0, 1) as [
        (typeof due)[number],
      ]
      this.#windows.delete(name)
      const value = this.#plan.close(key, endMs - this.#plan.sizeMs, values)
      this.#emit({ row: { key, timeMs: endMs - 1, value } })
    }
    this.#emit({ watermarkMs })
  }
}

/** A source of one partition, its watermarks, and windows one behind the other. */
export class ModelledFlink {
  readonly out: unknown[] = []
  readonly #plan: FlinkPlan
  readonly #source: unknown[] = []
  readonly #stages: readonly (readonly WindowSubtask[])[]
  #latestMs = -Infinity
  #emittedMs = -Infinity

  constructor(plan: FlinkPlan) {
    this.#plan = plan
    const stages: WindowSubtask[][] = []
    for (const [at, window] of plan.windows.entries()) {
      const before = at === 0 ? 1 : (plan.windows[at - 1]?.subtasks ?? 1)
      stages.push(
        Array.from(
          { length: window.subtasks },
          (_, from) => new WindowSubtask(window, plan, before, (element) => this.#send(element, at + 1, from)),
        ),
      )
    }
    this.#stages = stages
  }

  /** The watermark that the window furthest behind has passed on; or was given, as Flink says of tasks alone. */
  watermarkMs(of: 'outputMs' | 'inputMs'): number {
    return Math.min(...this.#stages.flat().map((subtask) => subtask[of]))
  }

  /** A record is there, and some of what is waiting is done. */
  send(value: unknown): void {
    this.#source.push(value)
    for (let left = this.#plan.choose(8); left > 0 && this.#move(); left -= 1);
  }

  /** Works on until a watermark is there. @throws Error when nothing is left to be done and it is not */
  until(watermarkMs: number, of: 'outputMs' | 'inputMs'): void {
    while (this.watermarkMs(of) < watermarkMs) {
      if (!this.#move()) throw new Error(`the watermark stays behind ${watermarkMs}`)
    }
  }

  /** The end of the input, or a stop with drain: all that is left is done, and event time comes to its end. */
  end(): void {
    while (this.#source.length > 0) this.#move()
    this.#emitWatermark(Infinity)
    while (this.#move());
  }

  #move(): boolean {
    const moves: (() => void)[] = []
    if (this.#source.length > 0) moves.push(() => this.#readSource())
    const nextMs = this.#latestMs - this.#plan.outOfOrderMs - 1
    if (nextMs > this.#emittedMs) moves.push(() => this.#emitWatermark(nextMs))
    for (const subtask of this.#stages.flat()) {
      if (subtask.canRead) moves.push(() => subtask.read())
      if (subtask.isWithholding) moves.push(() => subtask.closeBundle())
    }
    moves[this.#plan.choose(moves.length)]?.()
    return moves.length > 0
  }

  #readSource(): void {
    const value = this.#source.shift() as never
    const timeMs = this.#plan.timeOf(value)
    this.#send({ row: { key: 0, timeMs, value } }, 0, 0)
    this.#latestMs = Math.max(this.#latestMs, timeMs)
  }

  #emitWatermark(watermarkMs: number): void {
    this.#emittedMs = watermarkMs
    this.#send({ watermarkMs }, 0, 0)
  }

  /** A row to the instance of its key, a watermark to all. */
  #send(element: Element, stage: number, from: number): void {
    const window = this.#plan.windows[stage]
    const subtasks = this.#stages[stage]
    if (window === undefined || subtasks === undefined) {
      if ('row' in element) this.out.push(element.row.value)
      return
    }
    const readers = 'row' in element ? [subtasks[window.keyOf(element.row.value as never) % window.subtasks]] : subtasks
    for (const reader of readers) reader?.channels[from]?.push(element)
  }
}
