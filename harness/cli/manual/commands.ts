/** The commands for steps by hand: `replay`, `topic`, `submit` and `watch`. */
import type { Command } from 'commander'

import { brokersOption, option } from '../options.ts'
import type { Perform } from '../perform.ts'
import type { ReplayWords } from './replay.ts'
import type { TopicWords } from './topics.ts'
import type { WatchWords } from './watch.ts'

export function addManualCommands(program: Command, perform: Perform): void {
  program
    .command('replay')
    .description('send the rows of a CSV file to a topic, in order, as JSON')
    .argument('<file>', 'CSV file with a header line')
    .addOption(brokersOption)
    .addOption(
      option('--topic <name>', 'topic, created if it does not exist').default(
        undefined,
        'the name of the file without its extension',
      ),
    )
    .addOption(option('--key <column>', 'column used as the record key').default(undefined, 'no key'))
    .addOption(
      option('--types <column=type,...>', 'types of columns: text, int, long, double, decimal, boolean, date').default(
        undefined,
        'text',
      ),
    )
    .addOption(option('--rate <rows>', 'maximum rows per second').default(undefined, 'no limit'))
    .addOption(
      option('--loop [times]', 'send the file this many times; without a number, until interrupted').default(
        undefined,
        'once',
      ),
    )
    .action((file: string, words: ReplayWords) =>
      perform(
        async (signal) => (await import('./replay.ts')).replayCommand(file, words, signal),
        'rows that were sent stay in the topic',
      ),
    )
  program
    .command('topic')
    .description('create a topic if it does not exist')
    .argument('<name>', 'name of the topic')
    .addOption(brokersOption)
    .addOption(option('--partitions <number>', 'number of partitions, 1 to 1000').default(undefined, '1'))
    .action((name: string, words: TopicWords) =>
      perform(async (signal) => (await import('./topics.ts')).topicCommand(name, words, signal)),
    )
  program
    .command('submit')
    .description('submit a Python job to the kept stack')
    .usage('[options] <file> [-- arguments...]')
    .argument('<file>', "Python file with the job's main program")
    .argument('[arguments...]', 'arguments of the job, after --')
    .action((file: string, args: readonly string[]) =>
      perform(async (signal) => (await import('./submit.ts')).submitCommand(file, args, signal)),
    )
  program
    .command('watch')
    .description("print a topic's records and follow it; with --sink, print what a job has written so far")
    .argument('<topic>', 'topic; the folder with --sink file; the word given to print() with --sink console')
    .addOption(brokersOption)
    .addOption(
      option('--count <records>', 'end after this many records').default(undefined, 'follow until interrupted'),
    )
    .addOption(option('--sink <sink>', 'where the job writes: kafka, file or console').default(undefined, 'kafka'))
    .action((topic: string, words: WatchWords) =>
      perform(
        async (signal) => (await import('./watch.ts')).watchCommand(topic, words, signal),
        'the topic does not change',
      ),
    )
}
