/** docs/cli.md shows the help of every command, and names every environment variable. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { Command } from 'commander'
import { expect, test } from 'vitest'

import { createProgram } from '../../../harness/cli/program.ts'
import { filesBelow } from '../tree.ts'

const path = fileURLToPath(new URL('../../../docs/cli.md', import.meta.url))
const page = readFileSync(path, 'utf8')

/** The text of `--help` for each command by its name, subcommands included: `streamassay lab up`. */
const helpTexts = new Map(
  withSubcommands(createProgram(() => Promise.reject(new Error('nothing is run here')))).map((command) => [
    fullName(command),
    helpOf(command),
  ]),
)

function withSubcommands(command: Command): Command[] {
  const own = command.commands.filter((one) => one.name() !== 'help')
  return [command, ...own.flatMap(withSubcommands)]
}

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`
}

function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({ getOutHelpWidth: () => 80, writeOut: (part) => void (text += part) }).outputHelp()
  return text.trimEnd()
}

const marked = /<!-- help: ([a-z ]+) -->\n(\n```text\n.*?\n```\n)?/gs

test('docs/cli.md has a place for the help of each command, and of no other', () => {
  const places = [...page.matchAll(marked)].map(([, name = '']) => name)
  expect(helpTexts.size).toBeGreaterThan(14)
  expect(places.toSorted()).toEqual([...helpTexts.keys()].toSorted())
})

test('docs/cli.md shows the help of each command as it is printed', async () => {
  const renewed = page.replaceAll(
    marked,
    (_, name: string) => `<!-- help: ${name} -->\n\n\`\`\`text\n${helpTexts.get(name) ?? ''}\n\`\`\`\n`,
  )
  await expect(renewed).toMatchFileSnapshot(path)
})

const namesIn = (text: string): string[] => [...new Set(text.match(/STREAMASSAY_[A-Z]+(_[A-Z]+)*/g))].toSorted()

test('docs/cli.md names every environment variable that is read, and no other', () => {
  const readBy = [...filesBelow('harness'), 'compose.yaml'].map((file) => readFileSync(file, 'utf8')).join('\n')
  // Set by the harness itself for the containers that it starts by Compose.
  const internal = new Set(['STREAMASSAY_LAB_OWNER'])
  const wanted = namesIn(`${readBy}\n${[...helpTexts.values()].join('\n')}`).filter((name) => !internal.has(name))
  expect(namesIn(page)).toEqual(wanted)
})
