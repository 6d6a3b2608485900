/** The steps of the course, as a student types them. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const command = fileURLToPath(new URL('../../bootstrap/streamassay.js', import.meta.url))
const timeoutMs = 600_000

/** What `npx streamassay` prints with these words. @throws Error with what it said, when it fails */
export async function streamassay(...words: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [command, ...words], { timeout: timeoutMs })
  return stdout
}
