/** The steps of docs/course.md: files that a student writes, and commands with what they print. */

/** A block of the document: a file to write, or commands to type. */
export type CourseStep = WrittenFile | TypedCommands

export interface WrittenFile {
  readonly path: string
  readonly content: string
}

export interface TypedCommands {
  readonly commands: string
  /** Lines that are printed, in this order, among others; `…` stands for anything. */
  readonly prints: readonly string[]
  /** In which of the two labs it is done; null: in both. */
  readonly lab: CourseLab | null
  /** Whether a student does it again until it prints that. */
  readonly isRepeated: boolean
  /** Whether it is to fail. */
  readonly fails: boolean
}

export type CourseLab = 'lab' | 'compose'

const block = /^```(\w+)(?: ([^\n]*))?\n(.*?)^```$/gms

/**
 * Reads the fenced blocks: `sh` is typed, `text` behind it is what that prints, any other that names a file is written to it.
 *
 * @throws Error for a block that is none of these
 */
export function stepsOf(markdown: string): CourseStep[] {
  const steps: CourseStep[] = []
  for (const [, language = '', words = '', content = ''] of markdown.matchAll(block)) {
    const last = steps.at(-1)
    if (language === 'sh') {
      const marks = words.split(' ').filter((word) => word !== '')
      const lab = marks.find((mark): mark is CourseLab => mark === 'lab' || mark === 'compose') ?? null
      const step = { commands: content, lab, isRepeated: marks.includes('again'), fails: marks.includes('fails') }
      steps.push({ ...step, prints: [] })
    } else if (language === 'text' && last !== undefined && 'commands' in last && last.prints.length === 0) {
      steps[steps.length - 1] = { ...last, prints: content.split('\n').filter((line) => line.trim() !== '') }
    } else if (/^\S+\/\S+$/.test(words)) {
      steps.push({ path: words, content })
    } else {
      throw new Error(`a ${language} block of the course is neither typed, nor printed, nor written: ${content}`)
    }
  }
  return steps
}

/** The first line that was to be printed, and was not in its place; null when all were. */
export function missingLine(prints: readonly string[], said: string): string | null {
  const lines = said.split('\n')
  let from = 0
  for (const wanted of prints) {
    const pattern = new RegExp(wanted.trim().split('…').map(RegExp.escape).join('.*'))
    const at = lines.findIndex((line, place) => place >= from && pattern.test(line))
    if (at < 0) return wanted
    from = at + 1
  }
  return null
}
