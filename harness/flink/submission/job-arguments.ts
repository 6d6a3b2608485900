/** The command line that a job is given: the scenario's own flags, or the four usual ones and `--bounded`. */
import { StreamassayError } from '../../errors.ts'
import type { JobTopics } from '../../scenario/scenario.ts'

const usual = ({ brokers, inputTopic, outputTopic, groupId }: JobTopics): readonly string[] =>
  [
    ['--brokers', brokers],
    ['--input', inputTopic],
    ['--output', outputTopic],
    ['--group', groupId],
    ['--bounded'],
  ].flat()

/**
 * A job's arguments, one string each.
 *
 * @param scenarioArgs the scenario's `args`; the usual flags when it has none
 * @throws StreamassayError `SCENARIO_INVALID` when the scenario gives something other than strings
 */
export function jobArguments(
  scenarioArgs: ((topics: JobTopics) => readonly string[]) | undefined,
  topics: JobTopics,
): readonly string[] {
  // A scenario may be plain JavaScript, so what its type promises is looked at.
  const given: unknown = (scenarioArgs ?? usual)(topics)
  if (Array.isArray(given) && given.every((word) => typeof word === 'string')) return given
  throw new StreamassayError(
    'SCENARIO_INVALID',
    `a scenario's args must give a list of strings, not ${JSON.stringify(given)}`,
    {
      remedy: "Return one string for each word of the command line: args: (topics) => ['--in', topics.inputTopic].",
    },
  )
}
