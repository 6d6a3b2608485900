/** The labels by which everything that a stack creates is found again, and its owner with it. */
import { hostname } from 'node:os'

import { type ProcessMark, thisProcess } from '../../this-process.ts'

/** On every container and network of a stack; its value is the stack's id. */
export const stackLabel = 'streamassay.stack'
/** Which process made it, as `ownerText` writes it: while that one lives, the stack is in use. Or that compose.yaml did. */
export const ownerLabel = 'streamassay.owner'
/** The owner that compose.yaml names: what it has created is in use until somebody takes it down. */
export const composeOwner = 'compose'
/** On the volumes by which an owner shows that it lives, next to the two above: see lease.ts. */
export const leaseLabel = 'streamassay.lease'
/** On the volume that says of a stack that it is kept, and on compose's containers; its value is the name under which it is. */
export const keptLabel = 'streamassay.kept'
/** On the same volume: all that there is to know of the kept stack, as JSON. */
export const keptDetailsLabel = 'streamassay.kept.details'

/** The labels for whatever this process creates for a stack. */
export const labelsOf = (stackId: string): Record<string, string> => ({
  [stackLabel]: stackId,
  [ownerLabel]: ownerText(),
})

/** The engine's filter for what carries the label, of one stack or of any. */
export const labelFilter = (stackId?: string): { label: string[] } => ({
  label: [stackId === undefined ? stackLabel : `${stackLabel}=${stackId}`],
})

/** A process as the owner of what it creates: `host/pid/namespace/session`, of which the host is for people to read. */
export const ownerText = ({ pid, namespace, session }: ProcessMark = thisProcess): string =>
  `${hostname()}/${pid}/${namespace}/${session}`

/** The process that an owner label names; null for one that names none, or was written by an earlier version. */
export function readOwner(owner: string): ProcessMark | null {
  const [, pid, namespace, session] = /^[^/]*\/(\d+)\/([0-9a-f]{8})\/([0-9a-f]{8})$/.exec(owner) ?? []
  if (pid === undefined || namespace === undefined || session === undefined) return null
  return { pid: Number(pid), namespace, session }
}
