/** Which module a call came from: a scenario knows its own file, so that a rerun can be printed. */
import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getCallSites } from 'node:util'

/**
 * The absolute path of the module that called the function which calls this one, or null where there is none: code
 * from a command line, Node's own, or a scheme other than `file:`.
 */
export function callerPath(): string | null {
  const scriptName = getCallSites(3)[2]?.scriptName ?? ''
  if (scriptName.startsWith('file:')) return fileURLToPath(scriptName)
  return isAbsolute(scriptName) ? scriptName : null
}
