/** The labels by which everything that a stack creates is found again, and its owner with it. */
import { hostname } from 'node:os'

/** On every container and network of a stack; its value is the stack's id. */
export const stackLabel = 'streamassay.stack'
/** Which process made it, as `host/pid`: while that one lives, the stack is in use. */
export const ownerLabel = 'streamassay.owner'

/** The labels for whatever this process creates for a stack. */
export const labelsOf = (stackId: string): Record<string, string> => ({
  [stackLabel]: stackId,
  [ownerLabel]: `${hostname()}/${process.pid}`,
})

/** The engine's filter for what carries the label, of one stack or of any. */
export const labelFilter = (stackId?: string): { label: string[] } => ({
  label: [stackId === undefined ? stackLabel : `${stackLabel}=${stackId}`],
})

/** Whether the process that an owner label names may still live; one on another host is believed to. */
export function isOwnerAlive(owner: string | undefined): boolean {
  const [host, pid] = (owner ?? '').split('/')
  if (host === undefined || pid === undefined) return false
  if (host !== hostname()) return true
  try {
    return process.kill(Number(pid), 0)
  } catch (error) {
    // EPERM: it lives, as somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
