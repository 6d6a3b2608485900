/** What a job leaves where it runs: files in the container of the TaskManager, and lines on its standard output. */
import { posix } from 'node:path'
import { buffer } from 'node:stream/consumers'

import { extract } from 'tar-stream'

import { messageOf } from '../errors.ts'
import type { EngineApi } from './engine/engine-api.ts'
import { exec } from './engine/exec.ts'
import type { EngineClock } from './engine/engine-clock.ts'
import { clockMarginSeconds, unframed } from './logs.ts'

/** A file below a folder; its path begins behind the folder's. */
export interface FoundFile {
  readonly path: string
  readonly content: Uint8Array
}

/** Each throws what the engine says, or the signal's reason. */
export interface TaskManagerOutput {
  /** All files below a folder, in no order; none when there is no such folder. */
  files(folder: string, signal: AbortSignal): Promise<readonly FoundFile[]>
  removeFolder(folder: string, signal: AbortSignal): Promise<void>
  /** Writes a line to the standard output, behind all that the TaskManager has written. */
  say(line: string, signal: AbortSignal): Promise<void>
  /** What has come out of its standard output since then, by the clock of this machine, and of the seconds before. */
  said(since: Date, signal: AbortSignal): Promise<Uint8Array>
}

export const taskManagerOutput = (
  api: EngineApi,
  container: string,
  clock: Pick<EngineClock, 'at'>,
): TaskManagerOutput => ({
  async files(folder, signal) {
    const path = `/containers/${container}/archive?path=${encodeURIComponent(folder)}`
    const archive = await api({ method: 'GET', path, signal }).catch((error: unknown) => {
      if (isNoFolder(error)) return null
      throw error
    })
    return archive === null ? [] : filesIn(archive)
  },
  async removeFolder(folder, signal) {
    await run(api, { container, command: ['rm', '-rf', folder], signal })
  },
  async say(line, signal) {
    // By its own user: the kernel lets nobody else look at its open files, not even root without more rights.
    const command = ['sh', '-c', 'printf "%s\\n" "$0" >/proc/1/fd/1', line]
    await run(api, { container, command, signal })
  },
  async said(since, signal) {
    const from = await clock.at(since)
    const seconds = Math.max(0, Math.floor(from.getTime() / 1000) - clockMarginSeconds)
    const path = `/containers/${container}/logs?stdout=1&stderr=0&since=${seconds}`
    return unframed(await api({ method: 'GET', path, signal }))
  },
})

/** An engine answers 404 for a container that is gone as well. */
const isNoFolder = (error: unknown): boolean =>
  error instanceof Error &&
  'statusCode' in error &&
  error.statusCode === 404 &&
  !/no such container/i.test(error.message)

/** Runs a command that says nothing unless it fails. */
async function run(api: EngineApi, execution: Parameters<typeof exec>[1]): Promise<void> {
  const said = await exec(api, execution)
  if (said !== '') throw new Error(said.trim())
}

async function filesIn(archive: Uint8Array): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  const entries = extract()
  let isEmpty = true
  entries.end(archive)
  try {
    for await (const entry of entries) {
      const { name, type } = entry.header
      isEmpty = false
      const content = await buffer(entry)
      // The archive begins with the folder's own name.
      if (type === 'file') found.push({ path: posix.normalize(name).split('/').slice(1).join('/'), content })
    }
    // The folder itself is its first entry, also where it has no files.
    if (isEmpty) throw new Error('it is empty')
  } catch (error) {
    throw new Error(`the engine's archive cannot be read: ${messageOf(error)}`, { cause: error })
  }
  return found
}
