/** The places that a failed run points at, for whoever shows source files: the line of the job's Python, the row of the fixture. */
import type { RunAccount } from './run-account.ts'

export interface Annotation {
  /** Relative to the working directory. */
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly title: string
  readonly message: string
}

/** None for a run that passed; the Python line first. */
export function annotationsOf(run: RunAccount): Annotation[] {
  if (run.verdict === 'pass') return []
  const title = `${run.scenario}: ${run.verdict}`
  const { exception } = run.job
  const python = exception?.file
    ? run.inputs.find(({ path }) => path.endsWith(`/${exception.file}`) || path === exception.file)
    : undefined
  const at = fixtureLine(run)
  return [
    ...(python && exception?.line
      ? [{ file: python.path, line: exception.line, title, message: `${exception.type}: ${exception.message}` }]
      : []),
    ...(at === null ? [] : [{ file: run.fixturePath, line: at, title, message: run.reason }]),
  ]
}

/** The record that the job failed on, else the row of the first finding. */
function fixtureLine({ culprit, comparison }: RunAccount): number | null {
  if (culprit?.isConfirmed) return culprit.fromLine
  const [first] = comparison?.findings ?? []
  return first !== undefined && 'expected' in first ? first.expected.line : null
}
