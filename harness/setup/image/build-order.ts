/** In which order images are built: those that an image starts from come first, and everything else goes on side by side. */
import type { ImageName, ImageRecipe } from './image-recipe.ts'

/** Returns what must be built, parents first: those of `recipes` that are missing, and what is missing of what they start from. */
export async function missingImages(
  recipes: readonly ImageRecipe[],
  isThere: (recipe: ImageRecipe) => Promise<boolean>,
): Promise<ImageRecipe[]> {
  const missing = new Map<ImageName, ImageRecipe>()
  const visit = async (recipe: ImageRecipe): Promise<void> => {
    if (missing.has(recipe.name) || (await isThere(recipe))) return
    for (const parent of Object.values(recipe.parents)) await visit(parent)
    missing.set(recipe.name, recipe)
  }
  for (const recipe of recipes) await visit(recipe)
  return [...missing.values()]
}

/**
 * Builds each recipe as soon as those before it that it starts from are built.
 *
 * The first failure ends the others by the signal that `build` is given, and is thrown when all of them have ended.
 */
export async function buildInOrder(
  recipes: readonly ImageRecipe[],
  build: (recipe: ImageRecipe, signal: AbortSignal) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const failure = new AbortController()
  const either = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal
  const built = new Map<ImageName, Promise<void>>()
  for (const recipe of recipes) {
    const parents = Object.values(recipe.parents).flatMap(({ name }) => built.get(name) ?? [])
    const building = Promise.all(parents).then(() => build(recipe, either))
    building.catch((error: unknown) => failure.abort(error))
    built.set(recipe.name, building)
  }
  await Promise.allSettled(built.values())
  if (failure.signal.aborted) throw failure.signal.reason
}
