/** What a check prints while another one is being shown: kept until its own turn, and printed as it comes from then on. */
export class Transcript {
  readonly #print: (text: string) => void
  /** Null once it is open. */
  #kept: string[] | null = []

  constructor(print: (text: string) => void) {
    this.#print = print
  }

  write(text: string): void {
    if (this.#kept === null) this.#print(text)
    else this.#kept.push(text)
  }

  /** Prints what has been written so far, and from now on what is written. */
  open(): void {
    const kept = this.#kept?.join('') ?? ''
    this.#kept = null
    if (kept !== '') this.#print(kept)
  }
}
