/** What makes a stack a kept one: an empty volume on the engine whose labels say how to reach the stack, and until when it is kept. */
import { keptDetailsLabel, keptLabel, ownerLabel, ownerText, stackLabel } from '../cleanup/labels.ts'
import type { OwnerState } from '../cleanup/owners.ts'
import type { Stack, StackImages } from '../stack.ts'
import type { ContainerStackOptions } from '../start-stack.ts'

// Labels cannot be changed, and a file of ours could say what is no longer so. A volume goes with the containers that carry
// the same label, whoever removes them, and a renewal is a new volume in place of the old one.

/** How a stack that is running already is reached. */
export type StackAddress = Pick<Stack, 'id' | 'brokers' | 'brokersForJobs' | 'flinkUrl' | 'python' | 'versions'>

/** All that a volume says of a kept stack. */
export interface KeptDetails extends Omit<StackAddress, 'id'> {
  /** The references of the images that it was started from. */
  readonly images: StackImages
  readonly taskManagers: number
  /** On the clock of `Date.now()`, as the other two. */
  readonly startedMs: number
  readonly renewedMs: number
  readonly untilMs: number
}

/** A stack that outlives the command that started it. */
export interface KeptStack extends KeptDetails {
  readonly id: string
  /** The name under which it is kept. */
  readonly name: string
  /** The keeper, as `ownerText` writes it. */
  readonly owner: string
}

/** How a stack is to be kept. */
export interface Keeping {
  readonly name: string
  readonly lifetimeMs: number
}

/** Describes a stack that this process has started and will keep from now on. */
export function keptByThisProcess(
  { id, brokers, brokersForJobs, flinkUrl, python, versions }: Stack,
  { images, taskManagers = 1 }: Pick<ContainerStackOptions, 'images' | 'taskManagers'>,
  { name, lifetimeMs }: Keeping,
): KeptStack {
  const nowMs = Date.now()
  return {
    id,
    name,
    owner: ownerText(),
    images,
    taskManagers,
    brokers,
    brokersForJobs,
    flinkUrl,
    python,
    versions,
    startedMs: nowMs,
    renewedMs: nowMs,
    untilMs: nowMs + lifetimeMs,
  }
}

/** Of the details; to be changed with their meaning. */
export const knownSchema = 2

// A keeper looks every few seconds whether the time is over, and removing takes it a moment.
const removalMs = 60_000

/**
 * False for one whose keeper is gone, or should have removed it by now: nobody will, and it is in nobody's use. The time of a
 * keeper on another machine is by that machine's clock, so that it alone removes its stack in time.
 */
export const isKeptWell = (kept: Pick<KeptStack, 'untilMs'>, keeper: OwnerState, nowMs = Date.now()): boolean =>
  keeper === 'here' ? nowMs < kept.untilMs + removalMs : keeper !== 'gone'

/** A volume as the engine lists it. */
export interface ListedVolume {
  readonly Name: string
  readonly Labels: Readonly<Record<string, string>> | null
}

/** The kept stacks that volumes tell of, each as its last renewal has it; volumes of other versions' making are passed over. */
export function keptStacks(volumes: readonly ListedVolume[]): KeptStack[] {
  const announced = volumes.flatMap(({ Labels }) => {
    const { schema, ...details } = JSON.parse(Labels?.[keptDetailsLabel] ?? '{}') as KeptDetails & { schema?: number }
    if (schema !== knownSchema || !Labels) return []
    const { [stackLabel]: id = '', [keptLabel]: name = '', [ownerLabel]: owner = '' } = Labels
    return [{ ...details, id, name, owner }]
  })
  const newestFirst = announced.toSorted((one, other) => other.renewedMs - one.renewedMs)
  return [...Map.groupBy(newestFirst, ({ id }) => id).values()].flatMap(([newest]) => newest ?? [])
}

/** Whether a kept stack was started from these images. */
export const isStartedFrom = (images: StackImages, kept: KeptStack): boolean =>
  kept.images.kafka === images.kafka && kept.images.pyflink === images.pyflink
