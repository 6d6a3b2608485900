/** The volumes that tell of kept stacks, on the engine: looked for, and written. */
import { keptDetailsLabel, keptLabel, ownerLabel, stackLabel } from '../cleanup/labels.ts'
import type { EngineApi } from '../engine/engine-api.ts'
import { type KeptStack, keptStacks, knownSchema, type ListedVolume } from './kept-stack.ts'

/** The stacks that are kept under a name, the one that was renewed last first. */
export async function findKept(api: EngineApi, name: string): Promise<KeptStack[]> {
  return keptStacks(await listVolumes(api, `${keptLabel}=${name}`))
}

/** Tells the engine of a kept stack; what it was told of the same one before is taken back. */
export async function announce(api: EngineApi, { id, name, owner, ...details }: KeptStack): Promise<void> {
  const before = await listVolumes(api, `${stackLabel}=${id}`, keptLabel)
  const labels = {
    [stackLabel]: id,
    [ownerLabel]: owner,
    [keptLabel]: name,
    [keptDetailsLabel]: JSON.stringify({ schema: knownSchema, ...details }),
  }
  // First the new one: at no time may the stack seem to be kept by nobody.
  const body = { Name: `streamassay-${id}-${details.renewedMs}`, Labels: labels }
  await api({ method: 'POST', path: '/volumes/create', body })
  await Promise.all(before.map(({ Name }) => api({ method: 'DELETE', path: `/volumes/${Name}` }).catch(unlessGone)))
}

async function listVolumes(api: EngineApi, ...label: string[]): Promise<readonly ListedVolume[]> {
  const filters = encodeURIComponent(JSON.stringify({ label }))
  const answer = await api({ method: 'GET', path: `/volumes?filters=${filters}` })
  return (JSON.parse(answer.toString()) as { Volumes: ListedVolume[] | null }).Volumes ?? []
}

function unlessGone(error: unknown): void {
  if (!(error instanceof Error && 'statusCode' in error && error.statusCode === 404)) throw error
}
