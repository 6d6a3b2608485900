/** The `streamassay` program: its commands by room, without the process around them. */
import { readFileSync } from 'node:fs'

import { Command } from 'commander'

import { addLabCommands } from './lab/commands.ts'
import { addManualCommands } from './manual/commands.ts'
import { applyEnvironment, describeOption } from './options.ts'
import type { Perform } from './perform.ts'
import { addScenarioCommands } from './scenario/commands.ts'
import { addMachineCommands, addStackCommands } from './stack/commands.ts'

const { version, description } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as Readonly<Record<'version' | 'description', string>>

const afterHelp = `
Each option can also be set by an environment variable, see the help of a
command. The option takes precedence. A switch is off if its variable is empty,
0, no or false.

Exit codes: 0 pass or done, 1 fail, 2 unknown or could not run,
128 + signal number if interrupted (130: Ctrl-C).`

/** All commands; a usage error throws commander's `CommanderError`. */
export function createProgram(perform: Perform): Command {
  const program = new Command('streamassay')
    .description(description)
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureHelp({ optionDescription: describeOption })
    .addHelpText('after', afterHelp)
    .exitOverride()
    .hook('preAction', (_, command) => applyEnvironment(command))
  addScenarioCommands(program.commandsGroup('Scenarios:'), perform)
  addStackCommands(program.commandsGroup('Stacks:'), perform)
  addLabCommands(program, perform)
  addManualCommands(program.commandsGroup('Steps by hand:'), perform)
  addMachineCommands(program.commandsGroup('This machine:'), perform)
  return program
}
