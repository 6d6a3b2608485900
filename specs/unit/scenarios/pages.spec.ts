/** Specs of the pages that a user reads: links lead somewhere, examples are typed, load, and take the rows of their fixture. */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

import { afterAll, describe, expect, test } from 'vitest'

import { prepare } from '../../../harness/run/prepare.ts'
import type { Scenario } from '../../../harness/scenario/scenario.ts'
import {
  anchorOf,
  codeBlocks,
  filesOf,
  headingsOf,
  linksOf,
  pages,
  root,
  writePageFiles,
} from '../../scenarios/pages.ts'
import { filesBelow } from '../tree.ts'

const files = [...pages].flatMap(([page, markdown]) => filesOf(page, markdown))
const folder = await writePageFiles(files)
afterAll(() => folder[Symbol.asyncDispose]())

test('a link of a page leads to a file, and to a heading of it', () => {
  const lost = [...pages].flatMap(([page, markdown]) =>
    linksOf(markdown)
      .filter((link) => !leadsSomewhere(page, link))
      .map((link) => `${page}: ${link}`),
  )
  expect([...pages.values()].flatMap(linksOf).length).toBeGreaterThan(50)
  expect(lost).toEqual([])
})

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? page : join(dirname(page), path)
  if (anchor === undefined) return existsSync(join(root, target))
  return headingsOf(pages.get(target) ?? '')
    .map(anchorOf)
    .includes(anchor)
}

test('no two blocks of the pages write different texts to one file', () => {
  const texts = Map.groupBy(files, ({ path }) => path)
  const contradictions = [...texts.values()].filter((some) => new Set(some.map(({ text }) => text)).size > 1)
  expect(contradictions.map((some) => some.map(({ place }) => place))).toEqual([])
})

test('every TypeScript block is free of type errors', async () => {
  const modules = files.filter(({ path }) => path.endsWith('.ts'))
  expect(modules.length).toBeGreaterThan(30)
  const config = join(folder.path, 'tsconfig.json')
  const compilerOptions = { noUnusedLocals: false }
  await writeFile(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions,
      include: ['**/*.ts', join(root, 'harness/**/*.d.ts')],
    }),
  )
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const said = await promisify(execFile)(process.execPath, [compiler, '--pretty', 'false', '-p', config]).then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  )
  const placeOf = new Map(modules.map(({ path, place }) => [path, place]))
  expect(said.replaceAll(/my-\w+\/[\w.-]+\.ts/g, (path) => placeOf.get(path) ?? path)).toBe('')
})

test('a report that a page shows has only labels that the harness prints', () => {
  const sources = [...filesBelow('harness/verdict/report'), ...filesBelow('harness/verdict/output')]
  const printed = new Set(
    sources.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/'([a-z][a-z ]{1,10})'/g)].map(([, label = '']) => label),
    ),
  )
  const reports = [...pages]
    .flatMap(([page, markdown]) => codeBlocks(page, markdown))
    .filter(({ text }) => text.startsWith('verdict: ') && text.includes('\nrerun '))
  expect(reports.length).toBeGreaterThan(1)
  const labels = reports.flatMap(({ place, text }) =>
    [...text.matchAll(/^([a-z][a-z ]*?) {2,}\S/gm)].map(([, label = '']) => `${place}: ${label}`),
  )
  expect(labels.length).toBeGreaterThan(15)
  expect(labels.filter((label) => !printed.has(label.replace(/^.*: /, '')))).toEqual([])
})

const loadable = files.filter(({ path }) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))

describe.each(loadable)('the module of $place', ({ path, text }) => {
  test('loads, and its scenario takes every row of its fixture', async () => {
    const module = (await import(pathToFileURL(join(folder.path, path)).href)) as {
      default?: Scenario<object, unknown>
    }
    expect(text.includes('export default defineScenario(')).toBe(
      module.default !== undefined && 'reference' in module.default,
    )
    if (module.default === undefined || !('reference' in module.default)) return
    const { expectedRows, jobPackage } = await prepare(module.default)
    expect(expectedRows).toBeGreaterThan(0)
    expect(jobPackage.files.length).toBeGreaterThan(0)
  })
})

describe('reading a page', () => {
  const page = [
    '# `a`: One',
    '',
    '```ts',
    'import a',
    '```',
    '',
    '```ts',
    'b()',
    '```',
    '',
    '```csv x/y.csv',
    'a',
    '```',
    '',
  ]
  const markdown = page.join('\n')

  test('puts the imports of its first block above an example', () => {
    expect(codeBlocks('p.md', markdown).map(({ place, path }) => [place, path])).toEqual([
      ['p.md:3', null],
      ['p.md:7', null],
      ['p.md:11', 'x/y.csv'],
    ])
    expect(filesOf('p.md', markdown)).toEqual([
      { place: 'p.md:11', path: 'x/y.csv', text: 'a\n' },
      { place: 'p.md:7', path: 'my-jobs/p-md-7.ts', text: 'import a\n\nb()\n' },
    ])
  })

  test('finds headings and their anchors, and links outside of code', () => {
    expect(headingsOf(`${markdown}\n\`\`\`\n# no\n\`\`\`\n## Two words`).map(anchorOf)).toEqual(['a-one', 'two-words'])
    expect(linksOf('[a](b.md#c) ![d](e.svg) [f](https://g) `[h]`')).toEqual(['b.md#c', 'e.svg'])
  })
})
