/** Tells of the owners of what is on an engine whether they live: by the process itself where it is one of ours, else by its lease. */
import { lookFor, type ProcessMark } from '../../this-process.ts'
import { composeOwner, readOwner } from './labels.ts'
import { type Leases, noLeases } from './lease.ts'

/**
 * - `here`: a process of this machine that lives
 * - `alive`: a process elsewhere whose lease is fresh; or compose
 * - `gone`: a process that has ended, or has not renewed its lease for a minute
 * - `unknown`: a process elsewhere without a lease. What it owns is left alone.
 */
export type OwnerState = 'here' | 'alive' | 'gone' | 'unknown'

/** The state of an owner by its label. */
export type OwnerStates = (owner: string | undefined) => OwnerState

/** Judges owners; the leases are read only if one of the owners is elsewhere, as that takes the engine a moment. */
export async function ownerStates(
  owners: readonly (string | undefined)[],
  read: () => Promise<Leases>,
): Promise<OwnerStates> {
  const marks = owners.map((owner) => readOwner(owner ?? ''))
  const leases = marks.some((mark) => mark !== null && isElsewhere(mark)) ? await read() : noLeases
  return (owner) => {
    if (owner === composeOwner) return 'alive'
    const mark = readOwner(owner ?? '')
    return mark === null ? 'unknown' : processState(mark, leases)
  }
}

/** True for a process of which nothing can be said without its lease. */
export const isElsewhere = (mark: ProcessMark): boolean => lookFor(mark) === 'elsewhere'

/** The state of the process of a mark. */
export function processState(mark: ProcessMark, leases: Leases): OwnerState {
  const seen = lookFor(mark)
  if (seen !== 'elsewhere') return seen === 'alive' ? 'here' : 'gone'
  return leaseMeans[leases.stateOf(mark)]
}

const leaseMeans = { fresh: 'alive', stale: 'gone', unknown: 'unknown' } as const
