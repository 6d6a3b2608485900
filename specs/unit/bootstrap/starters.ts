/** Six processes that take one lock after another, each of which a process that was killed has left behind. */
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtempDisposable, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const turns = pathToFileURL(join(import.meta.dirname, '../../../bootstrap/turns.js')).href

/** Holds each lock for a moment with an exclusive file of its own: where that is taken, two hold the lock. */
const starter = `
import { rmSync, writeFileSync } from 'node:fs'
import { alone } from ${JSON.stringify(turns)}
process.stdout.write = () => true
let overlaps = 0
process.on('message', async (lock) => {
  await alone(lock, () => {
    try {
      writeFileSync(lock + '.held', '', { flag: 'wx' })
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0.3)
      rmSync(lock + '.held')
    } catch {
      overlaps += 1
    }
  }, { intervalMs: 1 })
  process.send(overlaps)
})
process.send(0)
`

/**
 * Lets six processes take each of `locks` stale locks at the same time.
 *
 * @returns how often two processes held a lock at once, and the names of files that were left behind
 */
export async function takeStaleLocks(locks: number): Promise<{ readonly overlaps: number; readonly left: string[] }> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-starters-'))
  const program = join(folder.path, 'starter.mjs')
  await writeFile(program, starter)
  const dead = String(spawnSync(process.execPath, ['--version']).pid)
  const held = join(folder.path, 'held')
  await mkdir(held)
  const starters = Array.from({ length: 6 }, () => fork(program))
  try {
    const answers = (): Promise<number[]> => Promise.all(starters.map(answerOf))
    let overlaps = await answers()
    for (let at = 0; at < locks; at += 1) {
      const lock = join(held, String(at))
      await writeFile(lock, dead)
      const answered = answers()
      for (const one of starters) one.send(lock)
      overlaps = await answered
    }
    return { overlaps: overlaps.reduce((sum, one) => sum + one, 0), left: await readdir(held) }
  } finally {
    for (const one of starters) one.kill()
  }
}

const answerOf = async (starterProcess: ChildProcess): Promise<number> =>
  ((await once(starterProcess, 'message')) as [number])[0]
