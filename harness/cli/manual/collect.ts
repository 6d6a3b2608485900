/** `streamassay watch NAME --sink file|console`: what jobs have left at the lab's TaskManagers by now, a row a line. */
import { StreamassayError } from '../../errors.ts'
import { consoleLines } from '../../run/sinks/console-lines.ts'
import { fileLines } from '../../run/sinks/file-lines.ts'
import type { SinkLine } from '../../run/sinks/sink-lines.ts'
import type { Stack } from '../../stack/stack.ts'
import { visible } from '../../verdict/report/value-text.ts'
import { print, printAside, printed } from '../print.ts'

/** A sink that is no topic. */
export type LeftSink = 'file' | 'console'

/** @throws StreamassayError `OPTION_INVALID` */
export function leftSink(word: string | undefined): LeftSink | null {
  if (word === undefined || word === 'kafka') return null
  if (word === 'file' || word === 'console') return word
  throw new StreamassayError('OPTION_INVALID', `--sink: expected kafka, file or console, got ${JSON.stringify(word)}`, {
    remedy: 'Give the sink that the job uses, such as --sink console.',
  })
}

/**
 * Prints the rows in the finished files of a folder, or the rows that a job has printed after a word, of all
 * TaskManagers, `most` at most.
 *
 * @returns the exit code, 0; 2 when there are none
 * @throws what the engine says; the signal's reason
 */
export async function collect(
  { taskManagers }: Pick<Stack, 'taskManagers'>,
  { sink, name, most }: { readonly sink: LeftSink; readonly name: string; readonly most: number },
  signal: AbortSignal,
): Promise<number> {
  const lines = (
    await Promise.all(
      taskManagers.map(async (one): Promise<SinkLine[]> => {
        if (sink === 'file') return [...fileLines(await one.files(name, signal))]
        return [...consoleLines(await one.said(new Date(0), signal), name)]
      }),
    )
  ).flat()
  for (const { text } of lines.slice(0, most)) print(visible(new TextDecoder().decode(text)))
  await printed()
  if (lines.length > 0) return 0
  printAside(sink === 'file' ? `no finished file in ${name}` : `no printed line begins with "${name}> "`)
  return 2
}
