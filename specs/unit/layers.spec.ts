/** The directions of imports in harness/, as design: what each folder may know of the others and of libraries. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { expect, test } from 'vitest'

import { filesBelow } from './tree.ts'

/** What everyone may use. */
const common = new Set([
  'errors.ts',
  'wait-until.ts',
  'environment.ts',
  'this-process.ts',
  'progress.ts',
  'text.ts',
  'private-folder.ts',
  'file-lock.ts',
])
const pure = ['scenario', 'record', 'verdict']

/** Each folder of harness/, or file in it, with what it may import besides itself and the common files. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  scenario: [],
  record: ['scenario'],
  verdict: ['scenario', 'record'],
  evidence: pure,
  kafka: pure,
  flink: pure,
  setup: ['stack'], // for what is left of stacks, which the doctor looks for
  stack: ['kafka', 'flink', 'verdict'],
  run: [...pure, 'evidence', 'kafka', 'flink', 'stack'],
  property: [...pure, 'evidence', 'kafka', 'flink', 'stack', 'run'],
  'run.ts': [...pure, 'evidence', 'kafka', 'flink', 'stack', 'run', 'property'],
  'open-stack.ts': ['setup', 'stack'],
  'attach-stack.ts': ['setup', 'stack'],
  vitest: ['run', 'run.ts', 'property', 'verdict', 'open-stack.ts', 'attach-stack.ts', 'scenario', 'stack'],
  // A manual step (replay, topic, submit, watch) is the work of one room below, which nothing in between would add to.
  cli: [
    ...pure,
    'evidence',
    'kafka',
    'flink',
    'setup',
    'stack',
    'run',
    'run.ts',
    'property',
    'open-stack.ts',
    'attach-stack.ts',
  ],
  'index.ts': [...pure, 'setup', 'stack', 'run.ts', 'property', 'open-stack.ts'],
}

/** Libraries with the only folders that may know them. */
const libraries: Readonly<Record<string, readonly string[]>> = {
  kafkajs: ['kafka'],
  '@platformatic/kafka': ['kafka'],
  testcontainers: ['stack', 'setup'],
  '@testcontainers/kafka': ['stack'],
  dockerode: ['stack', 'setup'],
  vitest: ['vitest'],
  commander: ['cli'],
  listr2: ['cli'],
  'csv-parse': ['scenario'],
  'fast-check': ['property'],
}

const imports = filesBelow('harness').flatMap((path) => {
  const text = readFileSync(path, 'utf8')
  return [...text.matchAll(/(?:from|import|import\()\s*'([^']+)'/g)].map(([, to = '']) => ({ path, to }))
})

/** The part of harness/ that a path belongs to: its first folder, or the file at the top. */
const partOf = (path: string): string => path.split('/')[1] ?? ''

test('each folder imports only what stands below it', () => {
  const wrong = imports
    .filter(({ to }) => to.startsWith('.'))
    .map(({ path, to }) => ({ path, to, part: partOf(path), of: partOf(join(dirname(path), to)) }))
    .filter(({ part, of }) => of !== part && !common.has(of) && !mayImport[part]?.includes(of))
  expect(wrong.map(({ path, to }) => `${path} imports ${to}`)).toEqual([])
})

test('each library is known in its own folder alone', () => {
  const wrong = imports.flatMap(({ path, to }) => {
    const library = Object.keys(libraries).find((name) => to === name || to.startsWith(`${name}/`))
    return library === undefined || libraries[library]?.includes(partOf(path)) ? [] : [`${path} imports ${to}`]
  })
  expect(wrong).toEqual([])
})

test('every part of harness/ has its place in this table', () => {
  const parts = new Set(filesBelow('harness').map(partOf))
  expect([...parts].filter((part) => !common.has(part)).toSorted()).toEqual(Object.keys(mayImport).toSorted())
})
