/** Images that set-up built and that nothing uses any more, because what they are made of has changed since. */
import { bootstrappedReference } from './bootstrap-recipe.ts'
import type { Engine } from '../engine/engine.ts'
import { allImages, imageLabel, imageRecipe } from './image-recipe.ts'

/** An image of ours that is not the current one. */
export interface OldImage {
  readonly id: string
  /** Its name, or its id where a newer build has taken the name. */
  readonly name: string
  /** With the layers that it shares with others. */
  readonly sizeBytes: number
}

/**
 * Every image that a set-up has made and that one of now would not use.
 *
 * Build stages are not among them: the engine keeps them as its cache, and `docker image prune` removes them.
 */
export async function findOldImages(engine: Engine): Promise<OldImage[]> {
  const recipes = await Promise.all(allImages.map(imageRecipe))
  const current = new Set([bootstrappedReference, ...recipes.map(({ reference }) => reference)])
  const labelled = await engine.dockerode.listImages({ filters: { label: [imageLabel] } })
  return labelled
    .map(({ Id, RepoTags, Size, Labels }) => ({
      id: Id,
      tags: namesOf(RepoTags),
      sizeBytes: Size,
      kind: Labels?.[imageLabel],
    }))
    .filter(({ tags, kind }) => (tags.length > 0 ? !tags.some((tag) => current.has(tag)) : !stageKinds.has(kind ?? '')))
    .map(({ id, tags, sizeBytes }) => ({ id, name: tags[0] ?? id, sizeBytes }))
}

// A stage has the label of the image that it starts from; only a finished image is given a label of its own. Stages that are
// copied from start from these.
const stageKinds: ReadonlySet<string> = new Set(['base', 'java', 'packages'])

// The engine's way to say that an image has no name.
const namesOf = (tags: readonly string[] | undefined): string[] => (tags ?? []).filter((tag) => tag !== '<none>:<none>')
