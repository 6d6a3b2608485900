/** Options of the command line; each can also be set by an environment variable, which `--help` shows. */
import { type Command, type Help, Option } from 'commander'

import { environment } from '../environment.ts'

/** An option with its environment variable: `--max-rows` and `STREAMASSAY_MAX_ROWS`. */
export function option(flags: string, description: string): Option {
  const created = new Option(flags, description)
  return created.env(`STREAMASSAY_${created.name().toUpperCase().replaceAll('-', '_')}`)
}

/**
 * Sets the options of a command that are not on its command line, from the environment, else to their defaults.
 *
 * Commander alone would turn a switch on as soon as its variable exists, `STREAMASSAY_JSON=0` included, and would take an
 * empty variable for a value.
 */
export function applyEnvironment(command: Command): void {
  for (const one of command.options) {
    const name = one.attributeName()
    if (one.envVar === undefined || command.getOptionValueSource(name) === 'cli') continue
    const text = environment.text(one.envVar) ?? (one.defaultValue as string | undefined)
    command.setOptionValue(name, one.isBoolean() ? environment.isOn(one.envVar) : text)
  }
}

/** The description of an option in `--help`, with its default and its environment variable. */
export const describeOption: Help['optionDescription'] = ({ description, envVar, ...one }) => {
  const byDefault = one.defaultValueDescription ?? (one.defaultValue as string | undefined)
  const notes = [
    ...(byDefault === undefined ? [] : [`default: ${byDefault}`]),
    ...(envVar === undefined ? [] : [`env: ${envVar}`]),
  ]
  return notes.length === 0 ? description : `${description} (${notes.join(', ')})`
}

/** The Kafka brokers of a command that works without a stack. */
export const brokersOption = option('--brokers <host:port>', 'Kafka bootstrap servers').default(
  undefined,
  'the kept stack',
)

/** How long a kept stack lives. */
export const lifetimeOption = (defaultMinutes: number): Option =>
  option('--lifetime <minutes>', 'minutes until the stack is removed, 1 to 1440').default(String(defaultMinutes))
