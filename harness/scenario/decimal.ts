/** Decimals: numbers that keep every digit they were written with, and are compared by their value. */

/** What an exact number can be made of; a text is a decimal number as `1.10` or `-1e-3`. */
export type Exact = Decimal | string | number | bigint

/** What `number` is written like: sign and digits, fraction, exponent. */
const grammar = /^([+-]?\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/
/** Beyond this exponent nothing is a decimal: ten to the power of a billion would fill the memory. */
export const largestExponent = 1000

/**
 * An exact decimal number; it never changes. There is no division, as most quotients have no last digit.
 *
 * `JSON.stringify` writes it as a number with all its digits.
 */
export class Decimal {
  /** As it was written, or in plain digits: `1.10`. */
  readonly text: string
  /** The value is `#digits` times ten to the power of `#exponent`. */
  readonly #digits: bigint
  readonly #exponent: number
  #simplest: number | bigint | Decimal | undefined

  private constructor(digits: bigint, exponent: number, text: string = plainText(digits, exponent)) {
    this.#digits = digits
    this.#exponent = exponent
    this.text = text
  }

  /**
   * The same number. A double that is whole counts with its exact value, any other with its shortest text: 0.1 is a tenth.
   *
   * @throws SyntaxError if it is no finite decimal number, or its exponent is beyond 1000
   */
  static of(number: Exact): Decimal {
    if (number instanceof Decimal) return number
    if (typeof number === 'bigint') return new Decimal(number, 0)
    if (typeof number === 'number') {
      return Number.isInteger(number) ? new Decimal(BigInt(number), 0) : Decimal.of(String(number))
    }
    const decimal = Decimal.read(number)
    if (decimal === null) throw new SyntaxError(`no decimal number: ${number.slice(0, 60)}`)
    return decimal
  }

  /** The number that a text is, or null if it is none. */
  static read(text: string): Decimal | null {
    const [, whole = '', fraction = '', power = '0'] = grammar.exec(text) ?? []
    const exponent = Number(power)
    if (!/\d/.test(whole + fraction) || Math.abs(exponent) > largestExponent) return null
    const digits = BigInt(whole.replace(/[+-]/, '') + fraction)
    return new Decimal(whole.startsWith('-') ? -digits : digits, exponent - fraction.length, text)
  }

  plus(other: Exact): Decimal {
    const { digits, exponent } = this.#beside(other)
    return new Decimal(digits[0] + digits[1], exponent)
  }

  minus(other: Exact): Decimal {
    const { digits, exponent } = this.#beside(other)
    return new Decimal(digits[0] - digits[1], exponent)
  }

  times(other: Exact): Decimal {
    const right = Decimal.of(other)
    return new Decimal(this.#digits * right.#digits, this.#exponent + right.#exponent)
  }

  /** With so many digits behind the point; what lies halfway goes to the even digit, as Python's `quantize` has it. */
  rounded(places: number): Decimal {
    const dropped = -places - this.#exponent
    if (dropped <= 0) return new Decimal(this.#digits * 10n ** BigInt(-dropped), -places)
    const unit = 10n ** BigInt(dropped)
    const size = absolute(this.#digits)
    const [kept, rest] = [size / unit, (size % unit) * 2n]
    const up = rest > unit || (rest === unit && kept % 2n === 1n) ? 1n : 0n
    return new Decimal(this.#digits < 0n ? -(kept + up) : kept + up, -places)
  }

  /** Negative if it is less than the other, 0 if it is the same, positive if it is more. */
  compareTo(other: Exact): number {
    const [left, right] = this.#beside(other).digits
    return left < right ? -1 : Number(left > right)
  }

  /** True if the two are at most so far from each other. */
  isWithin(other: Exact, distance: Exact): boolean {
    const { digits, exponent } = this.#beside(other)
    return new Decimal(absolute(digits[0] - digits[1]), exponent).compareTo(distance) <= 0
  }

  /** Digits behind the point, as it is written. */
  get places(): number {
    return Math.max(0, -this.#exponent)
  }

  /** The nearest double. */
  toNumber(): number {
    return Number(this.text)
  }

  /** The number of the same value if there is one, else the bigint, else the decimal without needless zeros. */
  get simplest(): number | bigint | Decimal {
    this.#simplest ??= this.#simplify()
    return this.#simplest
  }

  toString(): string {
    return this.text
  }

  /** `a < b` and `a + b` would go by texts: they are refused. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.text
    throw new TypeError(`${this.text} is a decimal: use plus, minus, times, compareTo or toNumber`)
  }

  toJSON(): unknown {
    // TypeScript 7 has no types yet for rawJSON, which Node 24 has.
    return (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON(jsonLiteral(this.text))
  }

  #simplify(): number | bigint | Decimal {
    let [digits, exponent] = [this.#digits, this.#exponent]
    for (; digits % 10n === 0n && digits !== 0n; exponent += 1) digits /= 10n
    if (digits === 0n) return 0
    if (exponent >= 0) {
      const whole = digits * 10n ** BigInt(exponent)
      return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole
    }
    const nearest = this.toNumber()
    const isDouble = Number.isFinite(nearest) && Decimal.of(nearest).compareTo(this) === 0
    return isDouble ? nearest : new Decimal(digits, exponent, `${digits}e${exponent}`)
  }

  /** The digits of both at the lesser of their exponents. */
  #beside(other: Exact): { readonly digits: readonly [bigint, bigint]; readonly exponent: number } {
    const right = Decimal.of(other)
    const exponent = Math.min(this.#exponent, right.#exponent)
    const scaled = (one: Decimal): bigint => one.#digits * 10n ** BigInt(one.#exponent - exponent)
    return { digits: [scaled(this), scaled(right)], exponent }
  }
}

/** What JSON refuses in the text of a number: a plus sign, needless zeros in front, a point without digits. */
export function jsonLiteral(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = ''] =
    /^([+-]?)0*(\d*)(?:\.(\d*))?((?:[eE][+-]?\d+)?)$/.exec(text) ?? []
  return `${sign === '-' ? '-' : ''}${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}${power}`
}

const absolute = (digits: bigint): bigint => (digits < 0n ? -digits : digits)

function plainText(digits: bigint, exponent: number): string {
  const sign = digits < 0n ? '-' : ''
  const text = absolute(digits).toString()
  if (exponent >= 0) return `${sign}${text}${digits === 0n ? '' : '0'.repeat(exponent)}`
  const padded = text.padStart(1 - exponent, '0')
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`
}
