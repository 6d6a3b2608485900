/** Which spec files run on which inputs: noted when they run, a file for each spec file, and looked up when an input changes. */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What is known of a spec file. */
interface SpecInputs {
  /** Absolute. */
  readonly spec: string
  /** The inputs of each test by its name, absolute; null while they are not known. No test at all: nothing is known. */
  readonly tests: Readonly<Record<string, readonly string[] | null>>
}

// Beside the evidence, in the folder that vitest was started in. The specs of a file run in one process, and no two
// processes run the same file: a note is never written by two at once.
const folder = (): string => resolve('.streamassay', 'inputs')

/** Notes that a spec file (an absolute path) runs on a stack, if nothing is known of it yet. */
export function noteSpec(spec: string): void {
  if (readNote(pathOf(spec)) === undefined) write({ spec, tests: {} })
}

// A test may run several scenarios.
const seenHere = new Map<string, Set<string>>()

/**
 * Notes inputs of one test of a spec file (absolute paths), or, by null, that they are about to become known. What was
 * noted of the same test in an earlier process is forgotten as soon as there is something new.
 */
export function noteInputs(spec: string, test: string, inputs: readonly string[] | null): void {
  const before = readNote(pathOf(spec))?.tests ?? {}
  const key = JSON.stringify([spec, test])
  const seen = seenHere.get(key) ?? new Set()
  seenHere.set(key, seen)
  for (const input of inputs ?? []) seen.add(input)
  write({ spec, tests: { ...before, [test]: seen.size > 0 ? [...seen] : (before[test] ?? null) } })
}

const pathOf = (spec: string): string =>
  join(folder(), `${createHash('sha256').update(spec).digest('hex').slice(0, 16)}.json`)

function write(noted: SpecInputs): void {
  const path = pathOf(noted.spec)
  mkdirSync(folder(), { recursive: true })
  // Whole or not at all, for whoever reads at this moment.
  writeFileSync(`${path}.new`, JSON.stringify(noted, null, 2))
  renameSync(`${path}.new`, path)
}

/** The spec files that a changed file (an absolute path) is an input of; those with unknown inputs run on any `.py` and `.csv`. */
export function specsOf(changed: string): string[] {
  const mayBeInput = /\.(py|csv)$/.test(changed)
  return readNotes()
    .filter(({ tests }) => {
      const known = Object.values(tests)
      if (known.length === 0 && mayBeInput) return true
      return known.some((inputs) => (inputs === null ? mayBeInput : inputs.includes(changed)))
    })
    .map(({ spec }) => spec)
}

function readNotes(): SpecInputs[] {
  try {
    return readdirSync(folder())
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => readNote(join(folder(), name)) ?? [])
  } catch {
    return []
  }
}

/** Undefined for a note that is not there, or was never one: all that is lost is a rerun. */
function readNote(path: string): SpecInputs | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as SpecInputs
  } catch {
    return undefined
  }
}
