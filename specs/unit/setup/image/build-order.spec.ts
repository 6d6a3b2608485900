/** Specs of the order in which images are built. */
import { expect, test, vi } from 'vitest'

import { buildInOrder, missingImages } from '../../../../harness/setup/image/build-order.ts'
import { imageRecipe } from '../../../../harness/setup/image/image-recipe.ts'
import type { ImageName, ImageRecipe } from '../../../../harness/setup/image/image-recipe.ts'
import { patience } from '../../../patience.ts'

const missing = async (wanted: readonly ImageName[], there: readonly ImageName[]): Promise<ImageName[]> => {
  const recipes = await Promise.all(wanted.map(imageRecipe))
  return (await missingImages(recipes, async ({ name }) => there.includes(name))).map(({ name }) => name)
}

test('on a bare machine all that the images start from is built, each once, parents first', async () => {
  expect(await missing(['kafka', 'pyflink'], [])).toEqual(['java', 'jars', 'kafka', 'packages', 'pyflink'])
})

test('what is there is not built, nor what only that would start from', async () => {
  expect(await missing(['kafka', 'pyflink'], ['kafka', 'packages'])).toEqual(['java', 'jars', 'pyflink'])
  expect(await missing(['kafka', 'pyflink'], ['kafka', 'packages', 'jars'])).toEqual(['pyflink'])
  expect(await missing(['kafka', 'pyflink', 'checks'], ['kafka', 'pyflink', 'packages'])).toEqual(['checks'])
  expect(await missing(['kafka', 'pyflink'], ['kafka', 'pyflink'])).toEqual([])
})

/** Builds that go on until they are told to end, by the name of their image. */
class Builds {
  readonly underway = new Map<ImageName, PromiseWithResolvers<void>>()
  readonly build = async ({ name }: ImageRecipe, signal: AbortSignal): Promise<void> => {
    const ending = Promise.withResolvers<void>()
    this.underway.set(name, ending)
    signal.addEventListener('abort', () => ending.reject(signal.reason))
    await ending.promise.finally(() => this.underway.delete(name))
  }
  async end(...names: readonly ImageName[]): Promise<void> {
    for (const name of names) this.underway.get(name)?.resolve()
    await vi.waitFor(() => names.forEach((name) => expect(this.underway.has(name)).toBe(false)), patience)
  }
  running = (): ImageName[] => [...this.underway.keys()].toSorted()
}

async function recipesOf(...names: readonly ImageName[]): Promise<ImageRecipe[]> {
  return Promise.all(names.map(imageRecipe))
}

test('Kafka is built next to the packages of Flink, and each waits for what it starts from alone', async () => {
  const builds = new Builds()
  const building = buildInOrder(await recipesOf('java', 'jars', 'kafka', 'packages', 'pyflink'), builds.build)
  await vi.waitFor(() => expect(builds.running()).toEqual(['java']), patience)
  await builds.end('java')
  await vi.waitFor(() => expect(builds.running()).toEqual(['jars', 'packages']), patience)
  await builds.end('jars')
  await vi.waitFor(() => expect(builds.running()).toEqual(['kafka', 'packages']), patience)
  await builds.end('packages')
  expect(builds.running()).toEqual(['kafka'])
  await builds.end('kafka')
  await vi.waitFor(() => expect(builds.running()).toEqual(['pyflink']), patience)
  await builds.end('pyflink')
  await building
})

test('the first failure is thrown when the other builds have ended, and nothing is built of what failed', async () => {
  const builds = new Builds()
  const building = buildInOrder(await recipesOf('java', 'jars', 'kafka', 'packages', 'pyflink'), builds.build)
  building.catch(() => undefined)
  await vi.waitFor(() => expect(builds.running()).toEqual(['java']), patience)
  await builds.end('java')
  await vi.waitFor(() => expect(builds.running()).toEqual(['jars', 'packages']), patience)
  builds.underway.get('jars')?.reject(new Error('no such jar'))
  await expect(building).rejects.toThrow('no such jar')
  expect(builds.running()).toEqual([])
})

test('an abort ends every build and is what is thrown', async () => {
  const builds = new Builds()
  const abort = new AbortController()
  const building = buildInOrder(await recipesOf('jars', 'packages'), builds.build, abort.signal)
  building.catch(() => undefined)
  await vi.waitFor(() => expect(builds.running()).toEqual(['jars', 'packages']), patience)
  abort.abort(new Error('enough'))
  await expect(building).rejects.toThrow('enough')
  expect(builds.running()).toEqual([])
})
