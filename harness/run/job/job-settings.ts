/** The Flink settings that a scenario's job is run with. */
import type { Scenario } from '../../scenario/scenario.ts'

/**
 * Flink's own default keeps a row up to a second on its way to the Python process, for its bundle to fill. There is no such
 * way in thread mode. Less than 5 ms brings no row out sooner, and costs more.
 */
const promptly: Readonly<Record<string, string>> = { 'python.fn-execution.bundle.time': '5' }

/** What a scenario's end and mode ask for, and its own settings, which win. */
export const settingsOf = ({
  ends = 'with-input',
  mode,
  flinkConfiguration,
}: Pick<Scenario<never, never>, 'ends' | 'mode' | 'flinkConfiguration'>): Readonly<Record<string, string>> => ({
  ...(ends !== 'with-input' && mode !== 'thread' && promptly),
  ...(mode !== undefined && { 'python.execution-mode': mode }),
  ...flinkConfiguration,
})
