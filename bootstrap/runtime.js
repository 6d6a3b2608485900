/** Chooses the Node that runs streamassay: the locked one, else the host's if it is new enough. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const neededMajor = 24

/** The path of a Node >= 24; throws with the remedy when there is none. */
export function chooseNode(root) {
  const locked = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(locked)) return locked
  if (Number(process.versions.node.split('.')[0]) >= neededMajor) return process.execPath
  throw new Error(
    `Node ${neededMajor} is needed, and this is Node ${process.versions.node}; ${process.platform}-${process.arch} has no locked Node. ` +
      `Install Node ${neededMajor} and run the same command again.`,
  )
}
