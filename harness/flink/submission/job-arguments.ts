/** The command line that a job is given: the scenario's own flags, or the usual ones. */
import { messageOf, StreamassayError } from '../../errors.ts'
import type { JobTopics, Scenario } from '../../scenario/scenario.ts'
import { outputFolder, outputPlace } from '../../scenario/sink.ts'
import { thrownAt } from '../../scenario/fault/thrown-at.ts'

const usual = ({
  brokers,
  inputTopic,
  outputTopic,
  groupId,
  bounded,
  sink,
  sideTopics,
}: JobTopics): readonly string[] =>
  [
    ['--brokers', brokers],
    ['--input', inputTopic],
    ['--output', outputPlace(sink, outputTopic).name],
    ['--group', groupId],
    bounded ? ['--bounded'] : [],
    sink === 'kafka' ? [] : ['--sink', sink],
    ...Object.entries(sideTopics).map(([side, topic]) => [`--${side}`, topic]),
  ].flat()

/** Where the rows of a side go, in a run of that name. */
export const sideTopic = (groupId: string, side: string): string => `${groupId}-${side}`

/** What a run has of its own, whatever its scenario. */
export type RunNames = Pick<JobTopics, 'brokers' | 'inputTopic' | 'outputTopic' | 'groupId'>

/**
 * A job's arguments, one string each.
 *
 * @param scenario of which `args` is used, or the usual flags when it has none
 * @throws StreamassayError `SCENARIO_INVALID` when the scenario's `args` throws, or gives something other than strings
 */
export function jobArguments(
  {
    args,
    ends = 'with-input',
    sink = 'kafka',
    sides = {},
  }: Pick<Scenario<never, never>, 'args' | 'ends' | 'sink' | 'sides'>,
  names: RunNames,
): readonly string[] {
  const topics = {
    ...names,
    outputFolder: outputFolder(names.outputTopic),
    bounded: ends === 'with-input',
    sink,
    sideTopics: Object.fromEntries(Object.keys(sides).map((side) => [side, sideTopic(names.groupId, side)])),
  }
  // A scenario may be plain JavaScript, so what its type promises is looked at.
  const given: unknown = called(() => (args ?? usual)(topics))
  if (Array.isArray(given) && given.every((word) => typeof word === 'string')) return given
  throw new StreamassayError('SCENARIO_INVALID', `args must return a list of strings, not ${JSON.stringify(given)}`, {
    remedy: "Return one string for each word of the command line: args: (topics) => ['--in', topics.inputTopic].",
  })
}

function called(args: () => unknown): unknown {
  try {
    return args()
  } catch (error) {
    throw new StreamassayError('SCENARIO_INVALID', `args failed: ${messageOf(error)}${thrownAt(error)}`, {
      remedy: 'Correct this function of the scenario: it must return a list of strings for any topics.',
      cause: error,
    })
  }
}
