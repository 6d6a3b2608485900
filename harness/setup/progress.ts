/** The steps of set-up by name, and what became of each: words for a renderer, never output of its own. */
import { allImages, ancestors } from './image/image-recipe.ts'
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

/** The name of the step that brings the base image. */
export const baseStep = 'base image'

/** The name of the step that builds an image. */
export const imageStep = (name: ImageName): string => `${name} image`

/** The names of the steps that a set-up with these images reports: those of an image that they start from are among them. */
export function setupSteps(images: readonly ImageName[]): string[] {
  const wanted = new Set([...images, ...images.flatMap(ancestors)])
  return ['engine', baseStep, ...allImages.filter((name) => wanted.has(name)).map(imageStep), 'reaper image']
}
