/** What the outputs of `npm start` on a bare machine say of its steps, as one table; pure. */
import { spreadOf } from './statistics.ts'

/** The output of one start, each line with the milliseconds since its begin in front: `61250 kafka image: ... (42.1 s)`. */
export type StartLog = string

/** The seconds of one start by its steps, in their order, with the whole of it until the verdict as the last. */
export type StepSeconds = ReadonlyMap<string, number>

/** The name of the whole in a table. */
export const untilVerdict = 'start to verdict'

/**
 * The steps of a start.
 *
 * @throws Error if the start came to no verdict, or to another one than `pass`
 */
export function stepsOf(log: StartLog): StepSeconds {
  const steps = new Map<string, number>()
  for (const line of log.split('\n')) {
    const [, atMs = '', text = ''] = /^(\d+) (.*)$/.exec(line) ?? []
    const [, step, seconds] =
      /^([a-z -]+): .*\((\d+\.\d) s\)$/.exec(text) ?? /^(.+?) \(npm ci\) \.\.\. (\d+\.\d) s$/.exec(text) ?? []
    if (step !== undefined) steps.set(step, Number(seconds))
    if (text === 'verdict: pass') return steps.set(untilVerdict, Number(atMs) / 1000)
  }
  throw new Error(`a start came to no verdict "pass"; its last line: ${log.trimEnd().split('\n').at(-1)}`)
}

/** A table of steps by starts in Markdown, with median and worst of each step. */
export function stepTable(starts: readonly StepSeconds[]): string {
  const names = new Set(starts.flatMap((start) => [...start.keys()]))
  const ordered = [...names].filter((name) => name !== untilVerdict).concat(untilVerdict)
  const rows = ordered.map((name) => {
    const seconds = starts.map((start) => start.get(name))
    const { median, max } = spreadOf(seconds.filter((one) => one !== undefined))
    return [name].concat(
      seconds.map((one) => one?.toFixed(1) ?? ''),
      [median, max].map((one) => one.toFixed(1)),
    )
  })
  const header = ['step, in seconds', ...starts.map((_, at) => `start ${at + 1}`), 'median', 'worst']
  const ruler = header.map((_, at) => (at === 0 ? '---' : '---:'))
  return [header, ruler, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
