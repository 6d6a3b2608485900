/** The pages that a user reads, as programs read them: the files and examples that they show, headings and links. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { committedFiles } from '../unit/tree.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Every page of Markdown in the project, by path. */
export const pages: ReadonlyMap<string, string> = new Map(
  committedFiles()
    .filter((path) => path.endsWith('.md'))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
)

export interface CodeBlock {
  /** Page and line on which the block begins, as in `README.md:12`. */
  readonly place: string
  readonly language: string
  /** The file that the block shows, if it names one. */
  readonly path: string | null
  readonly text: string
}

/** Returns the fenced code blocks of a page. */
export const codeBlocks = (page: string, markdown: string): readonly CodeBlock[] =>
  [...markdown.matchAll(/^```(\w*)(?: ([^\n]*))?\n(.*?)^```$/gms)].map((found) => {
    const [, language = '', words = '', text = ''] = found
    const line = markdown.slice(0, found.index).split('\n').length
    return { place: `${page}:${line}`, language, path: /^\S+\/\S+$/.test(words) ? words : null, text }
  })

/** A file that a page shows, or an example of it as a module. */
export interface PageFile extends Pick<CodeBlock, 'place' | 'text'> {
  readonly path: string
}

/**
 * Returns the files that a page shows. Each other TypeScript block is an example, a module of its own; if it imports
 * nothing, the imports of the page's first block stand above it.
 */
export function filesOf(page: string, markdown: string): readonly PageFile[] {
  const blocks = codeBlocks(page, markdown)
  const files = blocks.flatMap(({ place, path, text }) => (path === null ? [] : [{ place, path, text }]))
  const examples = blocks.filter(({ language, path }) => language === 'ts' && path === null)
  const head = examples.find(({ text }) => isImports(text))?.text ?? ''
  const modules = examples
    .filter(({ text }) => !isImports(text))
    .map(({ place, text }) => ({
      place,
      path: `my-jobs/${place.replaceAll(/\W+/g, '-')}.ts`,
      text: /^import /m.test(text) ? text : `${head}\n${text}`,
    }))
  return [...files, ...modules]
}

const isImports = (text: string): boolean => text.split('\n').every((line) => line === '' || line.startsWith('import '))

/** A folder inside the project, so that modules in it find the packages that they import. */
export interface PageFolder extends AsyncDisposable {
  /** Absolute. */
  readonly path: string
}

/** Writes files of pages to a folder, next to the project's scenarios. Disposing of it removes the folder. */
export async function writePageFiles(files: readonly PageFile[]): Promise<PageFolder> {
  await mkdir(join(root, '.streamassay'), { recursive: true })
  const folder = await mkdtemp(join(root, '.streamassay', 'pages-'))
  await symlink(join(root, 'scenarios'), join(folder, 'scenarios'))
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    // A user writes them to a folder of the clone.
    await writeFile(join(folder, path), text.replaceAll("'my-jobs", `'${folder}/my-jobs`))
  }
  return { path: folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

/** Returns the headings of a page, without their marks. */
export const headingsOf = (markdown: string): readonly string[] =>
  [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading)

/** Returns the anchor of a heading, as GitHub makes it. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-')

/** Returns the targets of a page's links and pictures that are not addresses. */
export const linksOf = (markdown: string): readonly string[] =>
  [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))

const withoutCode = (markdown: string): string => markdown.replaceAll(/^```.*?^```$/gms, '')
