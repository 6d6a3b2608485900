/** The commands `run` and `check`, which judge a scenario. */
import type { Command } from 'commander'

import { option } from '../options.ts'
import type { Perform } from '../perform.ts'
import type { CheckNumbers } from './check.ts'

type Switches = Record<'json' | 'ownStack' | 'keepTopics', boolean>

const scenarioFile = 'TypeScript or JavaScript module with a scenario as its default export'
const ownStackOption = option('--own-stack', 'start a stack for this command, even if a kept stack is running')
const keepTopicsOption = option('--keep-topics', 'keep the topics and consumer groups on the kept stack')

export function addScenarioCommands(program: Command, perform: Perform): void {
  program
    .command('run')
    .description('run the job of a scenario on real Kafka and Flink, and account for every row')
    .argument('<file>', scenarioFile)
    .addOption(option('--json', 'print run.json instead of the report; progress goes to standard error'))
    .addOption(ownStackOption)
    .addOption(keepTopicsOption)
    .action((file: string, switches: Switches) =>
      perform(async (signal) => (await import('./run.ts')).runCommand(file, { ...switches, signal })),
    )
  program
    .command('check')
    .description(
      'property-based test: judge generated streams of rows in one running job, and shrink the first failure',
    )
    .argument('<file>', scenarioFile)
    .addOption(option('--cases <number>', 'number of streams').default(undefined, '200, or no limit with --minutes'))
    .addOption(option('--minutes <number>', 'time limit; with --cases, the limit reached first ends the check'))
    .addOption(option('--max-rows <number>', 'maximum rows per stream').default(undefined, '20'))
    .addOption(option('--seed <number>', "fast-check's seed").default(undefined, 'random'))
    .addOption(option('--path <path>', "fast-check's path of a single stream to judge; needs --seed"))
    .addOption(option('--json', 'print check.json instead of the report; progress goes to standard error'))
    .addOption(ownStackOption)
    .addOption(keepTopicsOption)
    .action((file: string, { json, ownStack, keepTopics, ...given }: Switches & CheckNumbers) =>
      perform(async (signal) =>
        (await import('./check.ts')).checkCommand(file, { json, ownStack, keepTopics, given, signal }),
      ),
    )
}
