/** A small project with a real bootstrap in it: a lock, a program, and an npm that only notes how it was called. */
import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtempDisposable, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { type Program, startNode } from '../program.ts'

const bootstrap = fileURLToPath(new URL('../../../bootstrap', import.meta.url))
const lock = '{"lockfileVersion":3}\n'
const lockSha256 = createHash('sha256').update(lock).digest('hex')

/** Notes each call with its arguments; takes `NPM_LASTS_MS`; ends with the exit code in the file `npm-exit-code`, if any. */
const fakeNpm = `
const fs = require('node:fs')
fs.appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n')
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(process.env.NPM_LASTS_MS ?? 0))
fs.mkdirSync('node_modules', { recursive: true })
if (fs.existsSync('npm-exit-code')) {
  process.stderr.write('npm error ENOTFOUND registry.invalid\\n')
  process.exit(Number(fs.readFileSync('npm-exit-code')))
}
`

export interface Project extends AsyncDisposable {
  readonly path: string
  /** Runs a file of bootstrap/, as npm would when `npm` is what it says in its environment. */
  start(file: string, programArguments?: readonly string[], env?: Record<string, string>): Program
  write(path: string, content: string): Promise<void>
  /** The arguments of each call of npm, in order. */
  npmCalls(): Promise<string[]>
  /** The lock's hash that is written down once its packages are there. */
  marker(): Promise<string | null>
}

/** Where the marker lies, and what it must say for nothing to be installed. */
export const upToDate = ['node_modules/.streamassay-lock-sha256', lockSha256] as const

/** A project without packages; write `upToDate` into it where they are to be there already. */
export async function project(): Promise<Project> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-bootstrap-'))
  const { path } = folder
  const write = async (name: string, content: string): Promise<void> => {
    await mkdir(join(path, name, '..'), { recursive: true })
    await writeFile(join(path, name), content)
  }
  const read = (name: string): Promise<string | null> => readFile(join(path, name), 'utf8').catch(() => null)
  await mkdir(join(path, 'bootstrap'))
  for (const name of await readdir(bootstrap)) await copyFile(join(bootstrap, name), join(path, 'bootstrap', name))
  await write('package-lock.json', lock)
  await write('npm-cli.js', fakeNpm)
  return {
    path,
    write,
    start: (file, programArguments = [], env = {}) =>
      startNode([join(path, 'bootstrap', file), ...programArguments], {
        cwd: path,
        env: { npm_execpath: join(path, 'npm-cli.js'), ...env },
      }),
    npmCalls: async () => (await read('npm-calls'))?.trimEnd().split('\n') ?? [],
    marker: () => read(upToDate[0]),
    [Symbol.asyncDispose]: () => folder.remove(),
  }
}
