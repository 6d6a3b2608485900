/** The tree of a case's shrinks, as far as anybody has looked into it: what was pulled out of fast-check's streams is kept. */
import type { IRawProperty, Value } from 'fast-check'

type Property<Row> = Pick<IRawProperty<[Row[]], true>, 'shrink'>
type Shrinks<Row> = Iterator<Value<[Row[]]>>

/** A case on the way to a smaller one, with the cases that it may be shrunk to and those to be tried after it. */
export class Candidate<Row> {
  readonly value: Value<[Row[]]>
  /** Whether it fails; undefined while nobody has asked. */
  fails: boolean | undefined
  readonly #property: Property<Row>
  readonly #siblings: Siblings<Row> | null
  readonly #place: number
  #children: Siblings<Row> | undefined

  constructor(property: Property<Row>, value: Value<[Row[]]>, siblings: Siblings<Row> | null = null, place = 0) {
    this.#property = property
    this.value = value
    this.#siblings = siblings
    this.#place = place
  }

  get rows(): readonly Row[] {
    return this.value.value[0]
  }

  /** What fast-check asks for next if this one passes. */
  get next(): Candidate<Row> | null {
    return this.#siblings?.at(this.#place + 1) ?? null
  }

  /** What fast-check asks for, one after the other, if this one fails. */
  get children(): Siblings<Row> {
    this.#children ??= new Siblings(this.#property, this.#property.shrink(this.value))
    return this.#children
  }
}

/** The shrinks of one case, pulled when they are first asked for. */
export class Siblings<Row> {
  readonly #property: Property<Row>
  readonly #stream: Shrinks<Row>
  readonly #pulled: Candidate<Row>[] = []

  constructor(property: Property<Row>, stream: Shrinks<Row>) {
    this.#property = property
    this.#stream = stream
  }

  at(place: number): Candidate<Row> | null {
    while (this.#pulled.length <= place) {
      const { done, value } = this.#stream.next()
      if (done) return null
      this.#pulled.push(new Candidate(this.#property, value, this, this.#pulled.length))
    }
    return this.#pulled[place] ?? null
  }
}

/**
 * The candidates that a search which is about to ask for `first` is most likely to ask for, up to `width` of them, without
 * those whose answer is known; in the order of how likely that is, `first` before all others.
 *
 * After a candidate that fails the search asks for its first child, after one that passes for the one after it: `failing`,
 * the share of candidates that fail, tells how likely each is.
 */
export function likelyNext<Row>(first: Candidate<Row>, width: number, failing: number): Candidate<Row>[] {
  const chosen: Candidate<Row>[] = []
  const open: { candidate: Candidate<Row>; likelihood: number }[] = [{ candidate: first, likelihood: 1 }]
  while (chosen.length < width) {
    open.sort((one, other) => other.likelihood - one.likelihood)
    const likeliest = open.shift()
    if (likeliest === undefined) break
    const { candidate, likelihood } = likeliest
    if (candidate.fails === undefined) chosen.push(candidate)
    const ifItFails = candidate.fails === undefined ? failing : Number(candidate.fails)
    const [child, next] = [ifItFails > 0 ? candidate.children.at(0) : null, ifItFails < 1 ? candidate.next : null]
    if (child !== null) open.push({ candidate: child, likelihood: likelihood * ifItFails })
    if (next !== null) open.push({ candidate: next, likelihood: likelihood * (1 - ifItFails) })
  }
  return chosen
}
