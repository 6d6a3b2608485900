/** Tells GitHub of a run: its report in the summary of the step, and notes beside the lines that it points at. */
import { appendFile } from 'node:fs/promises'

import { environment } from '../environment.ts'
import type { Annotation } from '../verdict/annotations.ts'

export interface CiNote {
  readonly title: string
  /** The report as text. */
  readonly report: string
  readonly annotations: readonly Annotation[]
}

/** GitHub's own limit for a summary is 1 MiB; a report is some lines. */
const summaryChars = 60_000
/** Longer than any that a report is likely to quote. */
const fence = '`'.repeat(10)

/**
 * Writes the report where `GITHUB_STEP_SUMMARY` says, and gives the lines to print for `GITHUB_ACTIONS`: none elsewhere.
 * A summary that cannot be written is told in such a line, and is no reason to end anything.
 */
export async function noteForCi({ title, report, annotations }: CiNote): Promise<readonly string[]> {
  const summary = environment.stepSummary()
  const text = `### ${title}\n\n${fence}text\n${report.slice(0, summaryChars).trimEnd()}\n${fence}\n\n`
  const problem =
    summary === undefined
      ? null
      : await appendFile(summary, text).then(
          () => null,
          (error: unknown) => `::warning::the step summary cannot be written: ${escaped(String(error))}`,
        )
  if (!environment.isGithubWorkflow()) return []
  return [...annotations.map(annotationLine), ...(problem === null ? [] : [problem])]
}

/** GitHub's workflow command for an annotation. */
const annotationLine = ({ file, line, title, message }: Annotation): string =>
  `::error file=${property(file)},line=${line},title=${property(title)}::${escaped(message)}`

const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
