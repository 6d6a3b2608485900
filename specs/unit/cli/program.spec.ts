/** Specs of all commands and options: values from the command line, from the environment, and by default. */
import type { Command, Option } from 'commander'
import { afterEach, describe, expect, test, vi } from 'vitest'

import { createProgram } from '../../../harness/cli/program.ts'

const newProgram = (): Command => createProgram(async () => undefined)

/** The commands that do something, each with the words that call it. */
function leavesOf(command: Command, words: readonly string[] = []): { words: readonly string[]; command: Command }[] {
  if (command.commands.length === 0) return [{ words, command }]
  return command.commands.flatMap((child) => leavesOf(child, [...words, child.name()]))
}

const commands = leavesOf(newProgram())
const options = commands.flatMap(({ words, command }) =>
  command.options.map((option) => ({ title: `${words.join(' ')} ${option.long}`, words, option })),
)

/** The value of one option after a command line was parsed. */
async function valueOf({ words, option }: { words: readonly string[]; option: Option }, args: readonly string[]) {
  const program = newProgram()
  const leaf = words.reduce((command, word) => command.commands.find((one) => one.name() === word) ?? command, program)
  const operands = leaf.registeredArguments.filter(({ required }) => required).map(() => 'operand')
  await program.parseAsync([...words, ...operands, ...args], { from: 'user' })
  return leaf.opts<Record<string, unknown>>()[option.attributeName()]
}

const written = ['0', 'no', 'false', '', '1', 'yes']
const off = new Set(['0', 'no', 'false', ''])

for (const { option } of options) vi.stubEnv(option.envVar ?? '', undefined)
afterEach(() => {
  for (const { option } of options) vi.stubEnv(option.envVar ?? '', undefined)
})

test('every option has an environment variable of the same name', () => {
  expect(options.length).toBeGreaterThan(20)
  const names = options.map(({ option }) => `STREAMASSAY_${option.long?.slice(2).toUpperCase().replaceAll('-', '_')}`)
  expect(options.map(({ option }) => option.envVar)).toEqual(names)
})

test('the help of every command shows each option with its environment variable', () => {
  for (const { command } of commands) {
    const help = command.configureOutput({ getOutHelpWidth: () => 1000 }).helpInformation()
    for (const { long, envVar } of command.options) {
      expect(help).toMatch(new RegExp(`^ +${long}\\b.*[( ]env: ${envVar}\\)$`, 'm'))
    }
  }
})

describe.each(options.filter(({ option }) => option.isBoolean()))('the switch $title', (one) => {
  const variable = one.option.envVar ?? ''

  test('is off by default', async () => {
    expect(await valueOf(one, [])).toBe(false)
  })

  test.each(written)('is read from a variable that is set to %j', async (text) => {
    vi.stubEnv(variable, text)
    expect(await valueOf(one, [])).toBe(!off.has(text))
  })

  test.each(written)('is on if it is given, also with a variable that is set to %j', async (text) => {
    vi.stubEnv(variable, text)
    expect(await valueOf(one, [one.option.long ?? ''])).toBe(true)
  })
})

describe.each(options.filter(({ option }) => !option.isBoolean()))('the option $title', (one) => {
  const variable = one.option.envVar ?? ''

  test('has its default if neither it nor its variable is given, or if the variable is empty', async () => {
    const byDefault = await valueOf(one, [])
    vi.stubEnv(variable, '')
    expect(await valueOf(one, [])).toBe(byDefault)
  })

  test.each(written.filter((text) => text !== ''))('is read from a variable that is set to %j', async (text) => {
    vi.stubEnv(variable, text)
    expect(await valueOf(one, [])).toBe(text)
  })

  test.each(written)('takes the value %j from the command line, not from its variable', async (text) => {
    vi.stubEnv(variable, 'from the environment')
    expect(await valueOf(one, [`${one.option.long}=${text}`])).toBe(text)
  })
})

test('--loop without a number is no number, also with a variable', async () => {
  const loop = options.find(({ option }) => option.long === '--loop')
  vi.stubEnv('STREAMASSAY_LOOP', '3')
  expect(loop && (await valueOf(loop, ['--loop']))).toBe(true)
})

test('an interruption of replay and of watch says what stays', async () => {
  const said: (string | undefined)[] = []
  const program = createProgram(async (_, onInterrupt) => void said.push(onInterrupt))
  await program.parseAsync(['replay', 'days.csv'], { from: 'user' })
  await program.parseAsync(['watch', 'days'], { from: 'user' })
  await program.parseAsync(['down'], { from: 'user' })
  expect(said).toEqual(['rows that were sent stay in the topic', 'the topic does not change', undefined])
})
