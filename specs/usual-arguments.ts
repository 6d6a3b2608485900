/** The flags that the jobs of this project take from a run, for scenarios that pass flags of their own as well. */
import type { JobTopics } from 'streamassay'

export const usualArguments = ({ brokers, inputTopic, outputTopic, groupId, bounded }: JobTopics): readonly string[] =>
  [
    ['--brokers', brokers],
    ['--input', inputTopic],
    ['--output', outputTopic],
    ['--group', groupId],
    bounded ? ['--bounded'] : [],
  ].flat()
