/** How many rows there were in each second. */

export class RowsOverTime {
  rows = 0
  /** Milliseconds since 1970; infinite while there are no rows. */
  firstMs = Infinity
  lastMs = -Infinity
  readonly #bySecond = new Map<number, number>()

  add(atMs: number, rows: number): void {
    this.rows += rows
    this.firstMs = Math.min(this.firstMs, atMs)
    this.lastMs = Math.max(this.lastMs, atMs)
    const second = Math.floor(atMs / 1000)
    this.#bySecond.set(second, (this.#bySecond.get(second) ?? 0) + rows)
  }

  /** Rows of each step of so many seconds, from the second of `fromMs` to that of `toMs`; rows from before are in the first. */
  steps({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }, stepSeconds: number): number[] {
    const first = Math.floor(fromMs / 1000)
    const steps = Array.from({ length: Math.floor((Math.floor(toMs / 1000) - first) / stepSeconds) + 1 }, () => 0)
    for (const [second, rows] of this.#bySecond) {
      const at = Math.max(0, Math.floor((second - first) / stepSeconds))
      steps[at] = (steps[at] ?? 0) + rows
    }
    return steps
  }
}
