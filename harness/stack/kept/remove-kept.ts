/** The end of kept stacks: everything that carries their label is removed. */
import { findLeftovers, removeLeftovers } from '../cleanup/leftovers.ts'
import { readLeases } from '../cleanup/lease.ts'
import { ownerStates } from '../cleanup/owners.ts'
import type { EngineApi } from '../engine/engine-api.ts'
import { isKeptWell, type KeptStack } from './kept-stack.ts'

const removalTimeoutMs = 60_000

/** Removes a kept stack; its keeper sees that its containers are gone, and ends. */
export async function removeKept({ id }: KeptStack): Promise<void> {
  // Loaded only now, with the library behind it: there is hardly ever anything to remove.
  const [{ connectEngine }, { within }] = await Promise.all([
    import('../engine/engine.ts'),
    import('../start-failure.ts'),
  ])
  const engine = await connectEngine()
  const removed = findLeftovers(engine, id).then((left) => removeLeftovers(engine, left))
  await within(removalTimeoutMs, removed)
}

/** Those that are kept well; what nobody keeps any more, as after a crash of the machine, is removed and told. */
export async function withoutLeftovers(
  api: EngineApi,
  found: readonly KeptStack[],
  tell: (line: string) => void,
): Promise<readonly KeptStack[]> {
  const stateOf = await ownerStates(
    found.map(({ owner }) => owner),
    () => readLeases(api),
  )
  const { well = [], left = [] } = Object.groupBy(found, (kept) =>
    isKeptWell(kept, stateOf(kept.owner)) ? 'well' : 'left',
  )
  for (const kept of left) {
    await removeKept(kept)
    tell(`stack: removed the kept stack ${kept.id}, whose keeper has ended`)
  }
  return well
}
