/** A folder for one spec, gone when the spec has ended. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { onTestFinished } from 'vitest'

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'streamassay-evidence-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}
