/** Images are built over the API of a real engine: by the cache, to an end, to a readable failure, or until an abort. */
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'

import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'

import { contextHash } from '../../harness/setup/image/build-context.ts'
import { findEngine } from '../../harness/setup/engine/engine.ts'
import type { Engine } from '../../harness/setup/engine/engine.ts'
import { buildImage, findImage } from '../../harness/setup/image/image-build.ts'
import { imageLabel, stackImages } from '../../harness/setup/image/image-recipe.ts'
import type { ImageRecipe } from '../../harness/setup/image/image-recipe.ts'
import { setUp } from '../../harness/setup/set-up.ts'

vi.setConfig({ hookTimeout: 600_000 })

const specLabel = 'streamassay.spec'
const specId = crypto.randomUUID()
let engine: Engine
let baseImage: string
let folder: Awaited<ReturnType<typeof mkdtempDisposable>>

beforeAll(async () => {
  await setUp({ images: ['pyflink'] })
  const sight = await findEngine()
  if (!('engine' in sight)) throw new Error(sight.absence)
  engine = sight.engine
  baseImage = (await stackImages()).pyflink
})

beforeEach(async () => {
  folder = await mkdtempDisposable(`${tmpdir()}/setup-images-`)
  vi.spyOn(process, 'cwd').mockReturnValue(folder.path)
})

afterEach(async () => {
  vi.restoreAllMocks()
  await folder.remove()
  // Unfinished builds leave images without a name behind.
  const images = await engine.dockerode.listImages({ filters: { label: [`${specLabel}=${specId}`] } })
  for (const { Id } of images) await engine.dockerode.getImage(Id).remove({ force: true })
})

/** A recipe that starts from an image that is surely there; what it runs is new to the engine each time. */
function recipeOf(...lines: readonly string[]): ImageRecipe {
  const dockerfile = ['ARG BASE_IMAGE', 'FROM ${BASE_IMAGE} AS runtime', `LABEL ${specLabel}=${specId}`, ...lines].join(
    '\n',
  )
  const files = [{ path: 'Dockerfile', content: Buffer.from(dockerfile), isExecutable: false }]
  const reference = `localhost/streamassay/kafka:spec-${contextHash(files, null)}`
  return { name: 'kafka', reference, files, buildArgs: { GREETING: 'hello' }, parents: {} }
}

const build = async (
  recipe: ImageRecipe,
  signal?: AbortSignal,
  progress = (_text: string): void => undefined,
): Promise<unknown> => buildImage(recipe, { engine, buildArgs: { BASE_IMAGE: baseImage }, progress, signal })

test('an image has its name, its label and its build arguments, and the steps of its build are told', async () => {
  const recipe = recipeOf('ARG GREETING', 'ENV GREETING=$GREETING')
  const told: string[] = []
  await build(recipe, undefined, (text) => told.push(text))
  const { Config } = await engine.dockerode.getImage(recipe.reference).inspect()
  expect(Config.Labels[imageLabel]).toBe('kafka')
  expect(Config.Env).toContain('GREETING=hello')
  expect(told).toContainEqual(expect.stringMatching(/^step 1\/\d+ ?: ARG BASE_IMAGE$/i))
})

test('the same recipe again runs nothing: the engine has every layer in its cache', async () => {
  const recipe = recipeOf('COPY Dockerfile /tmp/', 'RUN date +%N > /tmp/when')
  const first = await build(recipe)
  expect(await build(recipe)).toEqual(first)
})

test('a failed build shows its last 20 lines, names the whole log, and leaves no image', async () => {
  const recipe = recipeOf('RUN { seq 1 40; echo "no such package"; } >&2; exit 7')
  const error = await build(recipe).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'IMAGE_BUILD_FAILED', message: expect.stringContaining('7') })
  const { details, remedy } = error as { details: string[]; remedy: string }
  expect(details).toHaveLength(20)
  expect(details).toContain('no such package')
  const path = /Full log: (\S+\.log)\./.exec(remedy)?.[1] ?? ''
  expect(await readFile(path, 'utf8')).toContain('\n1\n2\n3\n')
  expect(await findImage(engine, recipe.reference)).toBeUndefined()
})

test('an abort ends the build with its own reason, and the engine ends it too', async () => {
  const recipe = recipeOf('RUN echo waiting; sleep 50')
  const abort = new AbortController()
  const reason = build(recipe, abort.signal).catch((thrown: unknown) => thrown)
  await vi.waitFor(async () => expect(await countSleeping()).toBe(1), patience)
  abort.abort(new Error('enough'))
  expect(await reason).toEqual(new Error('enough'))
  await vi.waitFor(async () => expect(await countSleeping()).toBe(0), patience)
})

const patience = { timeout: 20_000, interval: 100 }

/** How many containers of the build that sleeps are running. */
async function countSleeping(): Promise<number> {
  const running = await engine.dockerode.listContainers({ filters: { label: [`${specLabel}=${specId}`] } })
  return running.filter(({ Command }) => Command.includes('sleep 50')).length
}
