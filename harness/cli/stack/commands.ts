/** The commands that prepare this machine, keep a stack on it, and clean up. */
import type { Command } from 'commander'

import { defaultLifetimeMinutes } from '../../stack/kept/lifetime.ts'
import { untilAborted } from '../../wait-until.ts'
import { lifetimeOption, option } from '../options.ts'
import type { Perform } from '../perform.ts'

/** Adds the commands that prepare this machine and clean up. */
export function addMachineCommands(program: Command, perform: Perform): void {
  program
    .command('setup')
    .description('install a container engine if there is none, and build the images of Kafka and Flink')
    .action(() => perform(async (signal) => (await import('./setup.ts')).setupCommand(signal)))
  program
    .command('doctor')
    .description('check engine, images, versions, ports, memory, disk and leftovers; print a remedy for each problem')
    .action(() => perform(async (signal) => untilAborted((await import('./doctor.ts')).doctorCommand(), signal)))
  program
    .command('clean')
    .description('remove containers and images that earlier runs and versions left behind')
    .addOption(option('--dry-run', 'list them and remove nothing'))
    .addOption(option('--all', 'also remove kept stacks and the containers of running processes'))
    .action(({ dryRun, all }: { dryRun: boolean; all: boolean }) =>
      perform(async (signal) => untilAborted((await import('./clean.ts')).cleanCommand({ dryRun, all }), signal)),
    )
}

/** Adds the commands of the kept stack. */
export function addStackCommands(program: Command, perform: Perform): void {
  program
    .command('up')
    .description('start a stack that stays for later runs and specs, or extend the lifetime of the one that runs')
    .addOption(lifetimeOption(defaultLifetimeMinutes))
    .action(({ lifetime }: { lifetime: string }) =>
      perform(async (signal) => (await import('./up.ts')).upCommand({ lifetime, signal })),
    )
  program
    .command('down')
    .description('remove the kept stack')
    .action(() => perform(async (signal) => untilAborted((await import('./down.ts')).downCommand(), signal)))
}
