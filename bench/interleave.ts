/** Measures several sides in turn, so that whatever slows the machine down for a while slows all of them. */
import type { Sample } from './figure.ts'

/** Measures one side once. */
export type Measure = () => Promise<Sample>

/**
 * Measures each side `runs` times: all sides once, in their order, then all of them again.
 *
 * @param tell is told of each measurement
 */
export async function interleave<Name extends string>(
  runs: number,
  sides: Readonly<Record<Name, Measure>>,
  tell: (text: string) => void,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(sides) as Name[]
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>
  for (let run = 1; run <= runs; run += 1) {
    for (const name of names) {
      const sample = await sides[name]()
      samples[name].push(sample)
      tell(`${run} of ${runs}: ${name} ${Number(sample.value.toPrecision(4))}`)
    }
  }
  return samples
}
