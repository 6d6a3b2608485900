/** The commands `lab up`, `lab status` and `lab down`. */
import type { Command } from 'commander'

import { mostLifetimeMinutes } from '../../stack/kept/lifetime.ts'
import { untilAborted } from '../../wait-until.ts'
import { lifetimeOption, option } from '../options.ts'
import type { Perform } from '../perform.ts'
import type { LabWords } from './up.ts'

export function addLabCommands(program: Command, perform: Perform): void {
  const lab = program.command('lab').description('a kept stack with fixed ports, for a course or for steps by hand')
  lab
    .command('up')
    .description('start the lab, or extend its lifetime')
    .addOption(option('--web-port <port>', "port of Flink's Web UI").default('8081'))
    .addOption(option('--broker-port <port>', 'port of the Kafka broker').default('9092'))
    .addOption(option('--taskmanagers <number>', 'number of TaskManagers with 4 slots each, 1 to 8').default('1'))
    .addOption(lifetimeOption(mostLifetimeMinutes))
    .action((words: LabWords) => perform(async (signal) => (await import('./up.ts')).labUpCommand(words, signal)))
  lab
    .command('status')
    .description('show containers, jobs and addresses (also of a lab started by Docker Compose)')
    .action(() => perform(async (signal) => untilAborted((await import('./status.ts')).labStatusCommand(), signal)))
  lab
    .command('down')
    .description('remove the lab (also one started by Docker Compose)')
    .action(() => perform(async (signal) => untilAborted((await import('./down.ts')).labDownCommand(), signal)))
}
