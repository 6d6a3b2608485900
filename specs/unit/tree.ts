/** The project's own files as a list: what is committed, and what would be. */
import { execFileSync } from 'node:child_process'
import { lstatSync } from 'node:fs'

/** Every file that git knows or would take in, by its path from the project's root, sorted. */
export const committedFiles = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { encoding: 'utf8' })
    .split('\0')
    // git still lists what has been deleted and not yet committed, and it lists links to folders.
    .filter((path) => path !== '' && lstatSync(path, { throwIfNoEntry: false })?.isFile())
    .toSorted()

/** Those below a folder. */
export const filesBelow = (folder: string): string[] => committedFiles().filter((path) => path.startsWith(`${folder}/`))
