/** Random numbers that are the same in every run: what was refused once is refused again. */

/** Numbers from 0 up to, and without, 1 (Marsaglia's xorshift of 32 bits). */
export function seededRandom(seed: number): () => number {
  let state = (seed ^ 0x9e37_79b9) | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
