/** docs/scenarios.md has everything that a scenario can be given: what the sources declare is what the page lists and shows. */
import { readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import * as streamassay from '../../../harness/index.ts'
import { Decimal } from '../../../harness/scenario/decimal.ts'
import { filesOf, headingsOf, pages } from '../../scenarios/pages.ts'
import { filesBelow } from '../tree.ts'

const page = 'docs/scenarios.md'
const markdown = pages.get(page) ?? ''
const examples = filesOf(page, markdown).map(({ text }) => text)

/** The fields and methods that an interface declares. */
function membersOf(source: string, name: string): string[] {
  const text = readFileSync(source, 'utf8')
  const [, body = ''] = new RegExp(String.raw`^(?:export )?interface ${name}\b.*?\{\n(.*?)^\}`, 'ms').exec(text) ?? []
  const members = [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(<]/gm)].map(([, member = '']) => member)
  expect(members.length, `members of ${name} in ${source}`).toBeGreaterThan(1)
  return members
}

/** The names in the first column of every table whose first heading is this. */
const listedBelow = (heading: string): string[] =>
  markdown
    .split('\n\n')
    .filter((block) => block.startsWith('|') && block.split('|')[1]?.trim() === heading)
    .map((table) => table.slice(table.indexOf('\n')))
    .flatMap((rows) => [...rows.matchAll(/^\| `(?:column\.)?(\w+)/gm)].map(([, name = '']) => name))

/** True if a text sets the option, calls the function, or takes it from an object. */
const shows = (text: string, name: string): boolean => new RegExp(String.raw`\b${name}(?::|,|\(|<| \})`).test(text)
const withoutExample = (names: readonly string[]): string[] =>
  names.filter((name) => !examples.some((text) => shows(text, name)))

const scenario = 'harness/scenario/scenario.ts'

describe('every option of defineScenario', () => {
  const options = membersOf(scenario, 'ScenarioOptions')

  test('has a section, and every other section is about none', () => {
    const sections = headingsOf(markdown).flatMap((heading) => /^`(\w+)`$/.exec(heading)?.[1] ?? [])
    expect(sections.toSorted()).toEqual(options.toSorted())
  })

  test.each(options)('has an example, which stands in its section or before it: %s', (option) => {
    const [, section = ''] = new RegExp(String.raw`^### \`${option}\`\n(.*?)(?=^##)`, 'ms').exec(markdown) ?? []
    const shown = section.includes('```ts') ? section.slice(section.indexOf('```ts')) : examples.join('\n')
    expect(shows(shown, option)).toBe(true)
  })
})

test('every option of csvFixture and of a check is listed, and has an example', () => {
  const ofFixture = membersOf('harness/scenario/csv/csv-fixture.ts', 'CsvFixture').filter(
    (name) => !['path', 'columns'].includes(name),
  )
  const ofCheck = membersOf('harness/property/check-options.ts', 'CheckOptions')
  expect(listedBelow('option').toSorted()).toEqual([...ofFixture, ...ofCheck].toSorted())
  // A failed check prints its path; nobody writes one.
  expect(withoutExample([...ofFixture, ...ofCheck])).toEqual(['path'])
})

test('everything that `args` receives is listed', () => {
  expect(listedBelow('`args` receives').toSorted()).toEqual(membersOf(scenario, 'JobTopics').toSorted())
})

test('every kind of column is listed, and has an example', () => {
  expect(listedBelow('column').toSorted()).toEqual(Object.keys(streamassay.column).toSorted())
  expect(withoutExample(Object.keys(streamassay.column))).toEqual([])
})

test('every method of a decimal is named', () => {
  const ofTheHarness = new Set(['constructor', 'toString', 'toJSON', 'simplest'])
  const methods = Object.getOwnPropertyNames(Decimal.prototype).filter((name) => !ofTheHarness.has(name))
  expect(methods.length).toBeGreaterThan(4)
  expect(methods.filter((name) => !markdown.includes(`\`${name}\``))).toEqual([])
})

test('every stage of a reference is listed, and has an example', () => {
  const ofTheHarness = new Set(['isStateful', 'hasEventTime', 'sides', 'withSides', 'open', 'apply'])
  const stages = Object.keys(streamassay.pipeline()).filter((name) => !ofTheHarness.has(name))
  const keyed = Object.keys(streamassay.pipeline().keyBy(() => 1))
  const cells = markdown.split('\n').filter((line) => /^\| `\w+\(/.test(line))
  const unlisted = [...stages, ...keyed].filter((stage) => !cells.some((cell) => cell.includes(`${stage}(`)))
  expect(unlisted).toEqual([])
  expect(withoutExample([...stages, ...keyed])).toEqual([])
})

test('every matcher is listed, and has an example', () => {
  const matchers = filesBelow('harness/vitest').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^ {4}(to\w+)\(.*\): R$/gm)].map(([, name = '']) => name),
  )
  expect(matchers.length).toBeGreaterThan(3)
  expect(listedBelow('matcher').toSorted()).toEqual(matchers.toSorted())
  expect(withoutExample(matchers)).toEqual([])
})

test('every export of the package has an example', () => {
  expect(withoutExample(Object.keys(streamassay))).toEqual([])
})
