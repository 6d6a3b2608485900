/** The labels by which everything that a stack creates is found again, and its owner with it. */
import { hostname } from 'node:os'

/** On every container and network of a stack; its value is the stack's id. */
export const stackLabel = 'streamassay.stack'
/** Which process made it, as `host/pid`: while that one lives, the stack is in use. Or that compose.yaml did. */
export const ownerLabel = 'streamassay.owner'
/** The owner that compose.yaml names: what it has created is in use until somebody takes it down. */
export const composeOwner = 'compose'
/** On the volume that says of a stack that it is kept, and on compose's containers; its value is the name under which it is. */
export const keptLabel = 'streamassay.kept'
/** On the same volume: all that there is to know of the kept stack, as JSON. */
export const keptDetailsLabel = 'streamassay.kept.details'

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
  if (owner === composeOwner) return true
  const [host, pid] = (owner ?? '').split('/')
  if (host === undefined || pid === undefined) return false
  if (host !== hostname()) return true
  return isProcessAlive(Number(pid))
}

/** Whether a process of this host lives. */
export function isProcessAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, as somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
