/** What an image is built from: files in memory, a hash of them, and the tar archive that an engine takes. */
import { createHash } from 'node:crypto'
import { readFile, readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { Readable } from 'node:stream'

import { pack } from 'tar-stream'

/** A file of a build context. */
export interface ContextFile {
  /** Its path in the archive, with forward slashes. */
  readonly path: string
  readonly content: Buffer
  readonly isExecutable: boolean
}

/**
 * Reads a Dockerfile, named `Dockerfile`, and everything of a folder, at the root, in a fixed order.
 *
 * What begins with a dot and Python's caches are left out: tools leave them behind.
 */
export async function readContext(dockerfile: string, folder: string): Promise<ContextFile[]> {
  const all = [await readOne('Dockerfile', dockerfile), ...(await readFolder(folder))]
  return all.filter(({ path }) => !/(^|\/)(\.|__pycache__\/)/.test(path)).toSorted(byPath)
}

/** Twelve hexadecimal digits that change with any file, its executable bit, or anything of `also`. */
export function contextHash(files: readonly ContextFile[], also: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(also))
  for (const { path, content, isExecutable } of files.toSorted(byPath)) {
    hash.update(`\n${JSON.stringify([path, isExecutable, content.length])}\n`).update(content)
  }
  return hash.digest('hex').slice(0, 12)
}

/**
 * The archive of a context. The same files always give the same bytes (order, time stamps, owners and modes are
 * fixed), so that the engine finds the layers that it has built of them.
 */
export function contextArchive(files: readonly ContextFile[]): Readable {
  const archive = pack()
  const owner = { mtime: new Date(0), uid: 0, gid: 0 }
  for (const { path, content, isExecutable } of files.toSorted(byPath)) {
    archive.entry({ name: path, mode: isExecutable ? 0o755 : 0o644, ...owner }, content)
  }
  archive.finalize()
  return Readable.from(archive)
}

const byPath = (one: ContextFile, other: ContextFile): number => (one.path < other.path ? -1 : 1)

async function readFolder(folder: string): Promise<ContextFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(paths.map((path) => readOne(relative(folder, path).replaceAll('\\', '/'), path)))
}

async function readOne(path: string, from: string): Promise<ContextFile> {
  const [content, { mode }] = await Promise.all([readFile(from), stat(from)])
  return { path, content, isExecutable: (mode & 0o111) !== 0 }
}
