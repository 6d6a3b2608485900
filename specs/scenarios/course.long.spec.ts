/** docs/course.md, word by word, in a copy as a fresh clone would be: with the lab of `lab up`, and with Compose. */
import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'

import { setUp } from '../../harness/setup/set-up.ts'
import { findLeftovers, removeLeftovers } from '../../harness/stack/cleanup/leftovers.ts'
import { connectEngine } from '../../harness/stack/engine/engine.ts'
import { waitUntil } from '../../harness/wait-until.ts'
import { composeProgram } from '../contracts/compose.ts'
import { freePorts } from '../contracts/free-ports.ts'
import { command } from '../contracts/kept.ts'
import { owners } from '../unit/stack/cleanup/fake-engine.ts'
import { type CourseLab, type CourseStep, missingLine, stepsOf } from './course-steps.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const project = `streamassay-course-${process.pid}`
const stepTimeoutMs = 300_000
const againTimeoutMs = 60_000

beforeAll(async () => {
  await setUp()
}, 600_000)

test.for(['lab', 'compose'] as const)('a student gets through it, with %s', { timeout: 30 * 60_000 }, async (lab) => {
  const folder = await freshCopy()
  const words = await wordsFor(lab)
  const steps = stepsOf(await readFile(join(folder, 'docs/course.md'), 'utf8'))
  const ours = steps.filter((step) => 'path' in step || step.lab === null || step.lab === lab)
  for (const step of ours) expect(await problemWith(folder, step, words)).toBeNull()
})

/** All files of the project but what git leaves out: its packages are brought by the first command. */
async function freshCopy(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'streamassay-course-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const left = new Set(['node_modules', '.git', '.streamassay', '.vitest', 'my-lab'].map((name) => join(root, name)))
  await cp(root, folder, { recursive: true, filter: (path) => !left.has(path) })
  return folder
}

/** Other ports than the document's, as these may be taken, and Compose as it is called here. Whatever is left goes at the end. */
async function wordsFor(lab: CourseLab): Promise<(written: string) => string> {
  const [web = 0, broker = 0] = await freePorts(2)
  vi.stubEnv('STREAMASSAY_WEB_PORT', String(web))
  vi.stubEnv('STREAMASSAY_BROKER_PORT', String(broker))
  if (lab === 'compose') {
    vi.stubEnv('COMPOSE_PROJECT_NAME', project)
    vi.stubEnv('STREAMASSAY_LAB_OWNER', owners.alive)
    onTestFinished(async () => {
      const engine = await connectEngine()
      await removeLeftovers(engine, await findLeftovers(engine, project))
    })
  } else {
    onTestFinished(() => command('lab', 'down').then(() => undefined))
  }
  const compose = lab === 'compose' ? (await composeProgram()).join(' ') : ''
  return (written) =>
    written
      .replaceAll('127.0.0.1:8081', `127.0.0.1:${web}`)
      .replaceAll('127.0.0.1:9092', `127.0.0.1:${broker}`)
      .replaceAll('docker compose', compose)
}

/** What is not as the document says, in words; null when all is. */
async function problemWith(
  folder: string,
  step: CourseStep,
  words: (written: string) => string,
): Promise<string | null> {
  if ('path' in step) {
    await mkdir(dirname(join(folder, step.path)), { recursive: true })
    await writeFile(join(folder, step.path), step.content)
    return null
  }
  const [commands, prints] = [words(step.commands), step.prints.map(words)]
  const once = async (): Promise<string | null> => {
    const { exitCode, said } = await typed(folder, commands)
    const printed = `${commands}printed, with exit code ${exitCode}:\n${said}`
    if ((exitCode !== 0) !== step.fails) return printed
    const missing = missingLine(prints, said)
    return missing === null ? null : `not printed: ${missing}\n${printed}`
  }
  if (!step.isRepeated) return once()
  return waitUntil(
    async () => {
      const problem = await once()
      return problem === null ? { found: null } : { seen: problem }
    },
    { what: 'it to print that', timeoutMs: againTimeoutMs, intervalMs: 1000, remedy: 'Correct docs/course.md.' },
  )
}

/** What a shell says to commands, each of which must end well. */
async function typed(
  folder: string,
  commands: string,
): Promise<{ readonly exitCode: number | null; readonly said: string }> {
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', `exec 2>&1\n${commands}`], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: stepTimeoutMs,
  })
  const ended = new Promise<number | null>((resolve, reject) => shell.on('close', resolve).on('error', reject))
  const said = stripVTControlCharacters(await text(shell.stdout))
  return { exitCode: await ended, said }
}
