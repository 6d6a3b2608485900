/** Which files make a job: its Python package and those it imports, without what Python and people leave beside the program. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

import { messageOf, StreamassayError } from '../../errors.ts'
import type { PyflinkJob } from '../../scenario/scenario.ts'

/** A file of a job: its path in the zip, with `/`, and its size. */
export interface FoundFile {
  readonly path: string
  readonly sizeBytes: number
}

const maximumFiles = 5000

/** A failure to make a package of a job, in the words that follow `the job <module> in <root>`. */
export const packageInvalid = (job: PyflinkJob, problem: string, remedy: string, cause?: unknown): StreamassayError =>
  new StreamassayError('JOB_PACKAGE_INVALID', `the job ${job.module} in ${job.root}: ${problem}`, { remedy, cause })

/**
 * The files of a job, sorted by path: those of the module's top-level package, or a module that stands alone in the root;
 * and of every other package and module of the root that an `import` in one of them names.
 *
 * `__pycache__`, `tests`, `*.pyc` and hidden files are left out. Links are followed.
 *
 * @throws StreamassayError `JOB_PACKAGE_INVALID` when the module cannot be what Python would import
 */
export async function findJobFiles(job: PyflinkJob): Promise<readonly FoundFile[]> {
  const names = job.module.split('.')
  const [top = ''] = names
  if (!names.every((name) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))) {
    throw packageInvalid(job, 'this is not a module name', 'Write it as in a Python import: `orders.job`.')
  }
  const found = names.length === 1 ? await look(job, `${top}.py`) : await walk(job, top)
  const missing = neededFiles(names).find((path) => !found.some((file) => file.path === path))
  if (missing === undefined) return (await withImported(job, top, found)).toSorted(byPath)
  throw packageInvalid(
    job,
    `${missing} does not exist`,
    missing.endsWith('__init__.py')
      ? `Create an empty ${join(job.root, missing)}, which makes the folder a package.`
      : 'Correct the module in pyflinkJob({ root, module }), or create the file. Files in `tests` are not shipped.',
  )
}

const byPath = (one: FoundFile, other: FoundFile): number => (one.path < other.path ? -1 : 1)

/** The files, and those that they import from the same root. */
async function withImported(job: PyflinkJob, top: string, files: readonly FoundFile[]): Promise<readonly FoundFile[]> {
  const beside = new Set((await readFolder(job, '.')).filter((name) => !leftOut(name)))
  const looked = new Set([top])
  const found = [...files]
  for (const { path } of found) {
    if (!path.endsWith('.py')) continue
    const text = await readFile(join(job.root, path), 'utf8').catch((error: unknown) => unreadable(job, path, error))
    for (const name of importedNames(text)) {
      if (looked.has(name)) continue
      looked.add(name)
      // Python takes the package where there is a module of the same name too. A folder without `__init__.py` is none.
      const isFolder = beside.has(name) && (await look(job, name)).length === 0
      const isPackage = isFolder && (await readFolder(job, name)).includes('__init__.py')
      if (isPackage) found.push(...(await walk(job, name)))
      else if (beside.has(`${name}.py`)) found.push(...(await look(job, `${name}.py`)))
    }
  }
  return found
}

/** The top-level names that a program imports; in a text that only looks like it too, which ships too much at worst. */
export function importedNames(program: string): readonly string[] {
  const imports = program.matchAll(/^[^\S\n]*(?:from\s+([\p{L}_][\p{L}\p{N}_]*)|import\s+([^\n#]+))/gmu)
  return [...imports].flatMap(([, from, list = '']) =>
    from === undefined
      ? list.split(',').flatMap((one) => /^\s*([\p{L}_][\p{L}\p{N}_]*)/u.exec(one)?.[1] ?? [])
      : [from],
  )
}

/** What Python needs to import a module: an `__init__.py` on every level, and the module itself. */
const neededFiles = (names: readonly string[]): readonly string[] => [
  ...names.slice(1).map((_, level) => [...names.slice(0, level + 1), '__init__.py'].join('/')),
  `${names.join('/')}.py`,
]

const leftOut = (name: string): boolean =>
  name.startsWith('.') || name.endsWith('.pyc') || name === '__pycache__' || name === 'tests'

async function walk(job: PyflinkJob, folder: string): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  const folders = [folder]
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    for (const name of (await readFolder(job, next)).filter((entry) => !leftOut(entry))) {
      const path = `${next}/${name}`
      const entries = await look(job, path)
      if (entries.length === 0) folders.push(path)
      found.push(...entries)
    }
    // Also the end of a folder that links to itself.
    if (found.length + folders.length > maximumFiles) {
      throw packageInvalid(
        job,
        `more than ${maximumFiles} files`,
        'Move files that the job does not import out of its package.',
      )
    }
  }
  return found
}

/** The file at a path; nothing when it is a folder. */
async function look(job: PyflinkJob, path: string): Promise<FoundFile[]> {
  const status = await stat(join(job.root, path)).catch((error: unknown) => unreadable(job, path, error))
  if (status.isDirectory()) return []
  if (status.isFile()) return [{ path, sizeBytes: status.size }]
  throw packageInvalid(job, `${path} is neither a file nor a folder`, 'Move it out of the package.')
}

const readFolder = (job: PyflinkJob, folder: string): Promise<string[]> =>
  readdir(join(job.root, folder)).catch((error: unknown) => unreadable(job, folder, error))

function unreadable(job: PyflinkJob, path: string, error: unknown): never {
  throw packageInvalid(
    job,
    `${path} cannot be read: ${messageOf(error)}`,
    'Correct pyflinkJob({ root, module }): the root is the folder of the package, as in PYTHONPATH.',
    error,
  )
}
