/** The tree itself as data: rules that no linter knows, each with the files that break it. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

import { describe, expect, test } from 'vitest'

import type { Scenario } from '../../harness/scenario/scenario.ts'
import { lastingChange, sharingSpecs } from '../sharing-specs.ts'
import { committedFiles, filesBelow } from './tree.ts'

const read = (path: string): string => readFileSync(path, 'utf8')
const lines = (path: string): number => read(path).trimEnd().split('\n').length
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')
const sources = committedFiles().filter((path) =>
  /^(harness|checks|bench|bootstrap|labs|scenarios|specs)\/.*\.[jt]s$/.test(path),
)
const harness = sources.filter((path) => path.startsWith('harness/'))

describe('a source file', () => {
  test('has at most 220 lines', () => {
    expect(
      sources.filter((path) => lines(path) > 220).map((path) => `${path}: ${lines(path)} lines, split it`),
    ).toEqual([])
  })

  test('begins with a sentence that states its idea', () => {
    expect(sources.filter((path) => !/^(#!.*\n)?\/\*\*\s+(\*\s+)?\S/.test(read(path)))).toEqual([])
  })
})

describe('the harness', () => {
  test('has no folder of more than 12 files', () => {
    const folders = Map.groupBy(harness, (path) => dirname(path))
    const crowded = [...folders].filter(([, paths]) => paths.length > 12)
    expect(crowded.map(([folder, paths]) => `${folder}: ${paths.length} files, make folders of it`)).toEqual([])
  })

  const emptyWords = new Set(['data', 'item', 'result', 'util', 'helper', 'manager'])

  /** `lastResult` and `last-result` both have the word `result`; a plural is the same word. */
  const isEmptyName = (name: string): boolean =>
    name
      // The names of Flink's own processes.
      .replaceAll(/(job|task)Managers?/gi, '')
      .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
      .split(/[^A-Za-z0-9]+/)
      .some((word) => emptyWords.has(word.toLowerCase().replace(/s$/, '')))

  test('names no file or folder with a word that says nothing', () => {
    expect(harness.filter(isEmptyName)).toEqual([])
  })

  test('names nothing that it declares with a word that says nothing', () => {
    const declaration = /\b(?:const|let|function\*?|class|interface|type)\s+([\w$]+)|[({,]\s*([\w$]+)\??:/g
    const named = harness.flatMap((path) =>
      [...withoutComments(read(path)).matchAll(declaration)].map(
        (found) => [path, found[1] ?? found[2] ?? ''] as const,
      ),
    )
    expect(named.length).toBeGreaterThan(1000)
    expect(named.filter(([, name]) => isEmptyName(name)).map(([path, name]) => `${path}: ${name}`)).toEqual([])
  })
})

const namesIn = (folder: string, pattern: RegExp): string[] =>
  committedFiles().flatMap((path) => (path.startsWith(folder) ? (pattern.exec(path)?.[1] ?? []) : []))

describe('the library', () => {
  // The jobs, fixtures and scenarios of this project.
  const samples = [
    'pyflink-jobs',
    'scenarios/',
    ...namesIn('pyflink-jobs/', /^pyflink-jobs\/(\w+)\/job\.py$/).map((name) => `${name}.job`),
    ...namesIn('fixtures/', /^fixtures\/([\w-]+)\.csv$/),
    ...namesIn('scenarios/', /^scenarios\/([\w-]+)\.ts$/),
  ]

  test('names no sample of this project, neither in code nor in a message', () => {
    expect(samples.length).toBeGreaterThan(20)
    const named = sources
      .filter((path) => /^(harness|bootstrap)\//.test(path))
      .flatMap((path) =>
        samples.filter((name) => new RegExp(`(?<![\\w-])${name}`).test(read(path))).map((name) => `${path}: ${name}`),
      )
    expect(named).toEqual([])
  })
})

const withoutComments = (text: string): string => text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')

// They are about all sources at once.
const ofTheTree = new Set(['house-rules.spec.ts', 'layers.spec.ts'])

test('every spec stands where its source does', () => {
  const specs = filesBelow('specs/unit').filter((path) => path.endsWith('.spec.ts') && !ofTheTree.has(basename(path)))
  const known = new Set(sources)
  const hasSource = (path: string): boolean => {
    // What needs a process of its own stands behind a dot: engine.socket.spec.ts beside engine.spec.ts.
    const mirrored = path.replace(/^specs\/unit\//, '').replace(/(\.[a-z-]+)?\.spec\.ts$/, '')
    return ['harness/', '', 'specs/']
      .flatMap((root) => [`${root}${mirrored}.ts`, `${root}${mirrored}.js`])
      .some((source) => known.has(source))
  }
  expect(specs.length).toBeGreaterThan(50)
  expect(specs.filter((path) => !hasSource(path))).toEqual([])
})

test('a spec that shares its process with others imports nothing that changes what outlives it', () => {
  expect(sharingSpecs.length).toBeGreaterThan(150)
  // Its change ends with each test.
  const known = 'specs/unit/limit-by-hand.ts'
  const imported = sharingSpecs.flatMap((path) =>
    [...read(path).matchAll(/from '(\.[^']+)'/g)].map(([, target = '']) => join(dirname(path), target)),
  )
  const own = [...new Set(imported)].filter((path) => path.startsWith('specs/') && path !== known)
  expect(own.length).toBeGreaterThan(10)
  expect(own.filter((path) => lastingChange.test(read(path)))).toEqual([])
})

describe('every fixture', () => {
  test('is told of in fixtures/README.md, with the checksum that it has', () => {
    const told = read('fixtures/README.md')
    const rows = [...told.matchAll(/^\| `([^`]+)` +\|.*\| `([0-9a-f]{64})` \|$/gm)].map(
      ([, name, sum]) => `${name} ${sum}`,
    )
    const there = filesBelow('fixtures').filter((path) => /^fixtures\/[^/]+\.csv$/.test(path))
    expect(rows.toSorted()).toEqual(there.map((path) => `${basename(path)} ${sha256(path)}`).toSorted())
  })
})

describe('every scenario', async () => {
  const paths = filesBelow('scenarios').filter((path) => /^scenarios\/[^/]+\.ts$/.test(path))
  const modules = await Promise.all(paths.map((path) => import(new URL(`../../${path}`, import.meta.url).href)))
  const scenarios = modules.map((module: { default: Scenario<unknown, unknown> }) => module.default)
  const known = new Set(committedFiles())

  test('has an input and a job that are committed', () => {
    const files = scenarios.flatMap(({ input, job }) => [
      input.path,
      `${job.root}/${job.module.replaceAll('.', '/')}.py`,
    ])
    expect(scenarios.length).toBeGreaterThan(0)
    expect(files.filter((path) => !known.has(path))).toEqual([])
  })

  test('is named after its file', () => {
    expect(scenarios.map(({ name }) => `scenarios/${name}.ts`)).toEqual(paths)
  })

  test('has a job that is described, tested and used, and no job package is without one', () => {
    const packages = filesBelow('pyflink-jobs').flatMap(
      (path) => /^pyflink-jobs\/(\w+)\/job\.py$/.exec(path)?.[1] ?? [],
    )
    const used = new Set(scenarios.map(({ job }) => job.module.replace(/\..*/, '')))
    expect(new Set(packages)).toEqual(used)
    const wanted = packages.flatMap((name) => [
      `pyflink-jobs/${name}/DESCRIPTION.md`,
      `pyflink-jobs/${name}/logic.py`,
      `pyflink-jobs/tests/test_${name}_logic.py`,
    ])
    expect(wanted.filter((path) => !known.has(path))).toEqual([])
  })
})

// Written in parts, or this file would be the first to break the rule.
const host = (...labels: string[]): string => labels.join('\\.')

describe('what is committed', () => {
  const texts = committedFiles()
    .map((path) => [path, read(path)] as const)
    .filter(([, text]) => !text.includes('\0'))
  const places = (pattern: RegExp): string[] =>
    texts.flatMap(([path, text]) =>
      text.split('\n').flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1}`] : [])),
    )

  const registries = [
    host('npmjs', '(org|com)'),
    host('yarnpkg', 'com'),
    host('pypi', 'org'),
    host('pythonhosted', 'org'),
    host('(repo|repo1)', 'maven'),
    host('repository', 'apache'),
    host('(deb|security|snapshot|ftp|archive)', 'debian', 'org'),
    host('(archive|security|ports)', 'ubuntu', 'com'),
    host('(registry(-1)?|index|hub)', 'docker', '(io|com)'),
    host('(ghcr|quay|gcr)', 'io'),
  ]

  test('names no package registry: where packages come from is for the machine to say', () => {
    expect(places(new RegExp(registries.join('|')))).toEqual([])
  })

  test('names no path of one machine', () => {
    const homes = ['work', 'root', 'home/[a-z]+'].map((home) => `(?<![\\w.-])/${home}/`)
    expect(places(new RegExp(homes.join('|')))).toEqual([])
  })

  test('uses each GitHub action by its full commit id, with the version as a comment', () => {
    const uses = texts
      .filter(([path]) => path.startsWith('.github/workflows/'))
      .flatMap(([path, text]) =>
        text.split('\n').flatMap((line, at) => (/\buses:/.test(line) ? [[`${path}:${at + 1}`, line] as const] : [])),
      )
    expect(uses.length).toBeGreaterThan(0)
    const isPinned = /uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/
    expect(uses.filter(([, line]) => !isPinned.test(line)).map(([place]) => place)).toEqual([])
  })
})
