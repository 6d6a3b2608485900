/** One process at a time: a lock file names its holder, and the lock of a dead holder is removed by one process alone. */
import { createHash, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const lockTimeoutMs = 10 * 60_000

/** Does `work` while holding the file `lock`; waits for a holder that is alive, and asks again every `intervalMs`. */
export async function alone(lock, work, { intervalMs = 200 } = {}) {
  const deadlineMs = Date.now() + lockTimeoutMs
  let announced = false
  while (!take(lock)) {
    const content = readOr(lock, null)
    if (content === null) {
      // Given back just now, or another user's.
      if (Date.now() > deadlineMs)
        throw new Error(`the lock file ${lock} cannot be read. Remove it and run the same command again.`)
      await pause(intervalMs)
      continue
    }
    const holder = pidOf(content)
    if (!isAlive(holder)) removeStale(lock, content)
    else if (Date.now() > deadlineMs)
      throw new Error(
        `process ${holder} has been installing packages for 10 minutes. End it and run the same command again.`,
      )
    else if (!announced)
      process.stdout.write(`Waiting for process ${holder}, which is installing the locked packages ...\n`)
    announced ||= isAlive(holder)
    await pause(intervalMs)
  }
  try {
    work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/**
 * Removes the lock of a dead holder, if it still has the content that was judged: another process may have replaced it
 * since. Nobody else removes it meanwhile, because only the holder of a second lock, named after that content, does.
 */
function removeStale(lock, judged) {
  const claim = `${lock}-${createHash('sha256').update(judged).digest('hex').slice(0, 12)}`
  if (take(claim)) {
    try {
      if (readOr(lock, null) === judged) rmSync(lock)
    } finally {
      rmSync(claim, { force: true })
    }
    return
  }
  const content = readOr(claim, null)
  if (content !== null && !isAlive(pidOf(content))) removeStale(claim, content)
}

/**
 * Takes the lock if it is free: linking a finished file makes the lock and its holder's name appear as one. The random part
 * keeps two locks of one process id apart.
 */
function take(lock) {
  mkdirSync(dirname(lock), { recursive: true })
  const mine = `${lock}-${process.pid}`
  writeFileSync(mine, `${process.pid} ${randomBytes(8).toString('hex')}`)
  try {
    linkSync(mine, lock)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(mine)
  }
}

const pidOf = (content) => Number(content.split(' ')[0])

function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The text of a file, or what is given instead if the file cannot be read. */
export function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}
