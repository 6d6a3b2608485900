/** The steps of set-up by name, and what became of each: words for a renderer, never output of its own. */
import type { ImageName } from './image/image-recipe.ts'

/** Says in one line what is being done right now; the next line replaces it. */
export type Progress = (text: string) => void

/** What a step found or made, in a few words: `Docker 20.10.24 at localhost`; `changed` when it changed this machine. */
export interface Finding {
  readonly found: string
  readonly changed: boolean
}

/** What became of a step of set-up. */
export interface StepOutcome extends Finding {
  readonly step: string
  readonly durationMs: number
}

/** The whole of a set-up. */
export interface SetupOutcome {
  readonly steps: readonly StepOutcome[]
  /** False when nothing was to do. */
  readonly changed: boolean
  readonly durationMs: number
}

/** The name of the step that builds an image. */
export const imageStep = (name: ImageName): string => `${name} image`

/** The names of the steps that a set-up with these images reports, in their order. */
export const setupSteps = (images: readonly ImageName[]): string[] => [
  'engine',
  'base image',
  ...images.map(imageStep),
  'reaper image',
]
