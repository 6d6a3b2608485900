/** Set-up as a whole: what a stack needs and is missing is brought here, step by step; what is there is left alone. */
import { environment } from '../environment.ts'
import { reportStep } from '../progress.ts'
import type { Report } from '../progress.ts'
import { bootstrapPackages, ensureBaseImage } from './image/base-image.ts'
import { buildInOrder, missingImages } from './image/build-order.ts'
import { ensureEngine, findEngine } from './engine/engine.ts'
import type { Engine } from './engine/engine.ts'
import { buildImage, findImage } from './image/image-build.ts'
import { imageRecipe, imagesOfStack } from './image/image-recipe.ts'
import type { ImageName, ImageRecipe } from './image/image-recipe.ts'
import { checkMirrors } from './network/mirrors.ts'
import { baseStep, imageStep, setupSteps } from './progress.ts'
import type { Finding, Progress, SetupOutcome, StepOutcome } from './progress.ts'
import { canUseRyuk, ensureReaperImage } from './reaper-image.ts'
import { takeSetupLock } from './setup-lock.ts'

export interface SetUpOptions {
  /** The images that are wanted: those of a stack when not given. */
  readonly images?: readonly ImageName[]
  /** Hears of each of `setupSteps` in turn; of none when nothing is to do. */
  readonly report?: Report
  /** Ends set-up, a build in the engine included; its reason is thrown. */
  readonly signal?: AbortSignal
}

/**
 * Brings what a stack needs: an engine, and images, which need a base image to be built from.
 *
 * One set-up works at a time on a machine; another one waits for it and goes on with what it left.
 *
 * @throws StreamassayError `VERSIONS_UNSUPPORTED`, `ENGINE_MISSING`, `BASE_IMAGE_FAILED`, `IMAGE_BUILD_FAILED`,
 *   `SETUP_FAILED`, `WAIT_TIMED_OUT`, `OPTION_INVALID` if a mirror of the environment is no address
 */
export async function setUp(options: SetUpOptions = {}): Promise<SetupOutcome> {
  return (await findSetup(options.images)) ?? makeSetup(options)
}

/** The outcome of a set-up that has nothing to do, without asking any network; undefined when something is missing. */
export async function findSetup(images: readonly ImageName[] = imagesOfStack): Promise<SetupOutcome | undefined> {
  const beganMs = performance.now()
  const recipes = await Promise.all(images.map(imageRecipe))
  const sight = await findEngine()
  if (!('engine' in sight)) return undefined
  const { engine } = sight
  if (!(await Promise.all(recipes.map((recipe) => isThere(recipe, engine)))).every(Boolean)) return undefined
  const reaper = (await canUseRyuk(engine)) ? 'cleans up' : 'not used'
  const durationMs = performance.now() - beganMs
  const unchanged = (step: string, found: string): StepOutcome => ({ step, found, changed: false, durationMs })
  const steps = [
    unchanged('engine', describeEngine(engine)),
    ...recipes.map((recipe) => unchanged(imageStep(recipe.name), referenceOf(recipe))),
    unchanged('reaper image', reaper),
  ]
  return { steps, changed: false, durationMs }
}

async function makeSetup({
  images = imagesOfStack,
  report = () => undefined,
  signal,
}: SetUpOptions): Promise<SetupOutcome> {
  const beganMs = performance.now()
  checkMirrors()
  const recipes = await Promise.all(images.map(imageRecipe))
  await using resources = new AsyncDisposableStack()
  const steps: StepOutcome[] = []
  const step = recorder(report, steps)

  const engine = await step('engine', async (progress) => {
    resources.use(await takeSetupLock({ progress, signal }))
    // Both come with one call of the package manager.
    const alsoInstalled = environment.baseImage() === undefined ? bootstrapPackages : []
    const ensured = await ensureEngine({ progress, signal, alsoInstalled })
    return [ensured.engine, { found: describeEngine(ensured.engine), changed: ensured.changed }]
  })
  // Where the environment names another Kafka image, the Flink image still starts from ours.
  const wanted = recipes.filter((recipe) => !isReplaced(recipe))
  const missing = await missingImages(
    wanted,
    async ({ reference }) => (await findImage(engine, reference)) !== undefined,
  )
  const toDo = new Set(
    missing.flatMap(({ name }) => (name === 'java' ? [baseStep, imageStep(name)] : [imageStep(name)])),
  )
  for (const name of setupSteps(images)
    .slice(1, -1)
    .filter((one) => !toDo.has(one))) {
    const recipe = recipes.find((one) => imageStep(one.name) === name)
    await step(name, async () => [undefined, { found: recipe ? referenceOf(recipe) : 'not needed', changed: false }])
  }
  const build = async (recipe: ImageRecipe, either: AbortSignal): Promise<void> => {
    const buildArgs = recipe.name === 'java' ? await javaArguments(step, engine, either) : {}
    await step(imageStep(recipe.name), async (progress) => {
      const { sizeBytes } = await buildImage(recipe, { engine, buildArgs, progress, signal: either })
      return [undefined, { found: `${recipe.reference}, ${Math.round(sizeBytes / 1e6)} MB`, changed: true }]
    })
  }
  await buildInOrder(missing, build, signal)
  await step('reaper image', async (progress) => [undefined, await ensureReaperImage(engine, { progress, signal })])
  return { steps, changed: steps.some(({ changed }) => changed), durationMs: performance.now() - beganMs }
}

/** What the first of our images is built from: the base image, which is brought for it. */
async function javaArguments(step: Step, engine: Engine, signal: AbortSignal): Promise<Record<string, string>> {
  const baseImage = await step(baseStep, async (progress) => {
    const { reference, origin } = await ensureBaseImage({ engine, progress, signal })
    return [reference, { found: `${reference}, ${origin}`, changed: origin !== 'already present' }]
  })
  return { BASE_IMAGE: baseImage }
}

/** Runs a step, reports it, and notes what became of it. */
type Step = <Value>(name: string, work: (progress: Progress) => Promise<readonly [Value, Finding]>) => Promise<Value>

function recorder(report: Report, steps: StepOutcome[]): Step {
  return async (name, work) => {
    const beganMs = performance.now()
    return reportStep(report, name, async (tell) => {
      const [value, finding] = await work(tell)
      steps.push({ step: name, ...finding, durationMs: performance.now() - beganMs })
      return [value, finding.found]
    })
  }
}

/** Whether an image need not be built; an image that the environment names instead is for the stack to pull. */
async function isThere(recipe: ImageRecipe, engine: Engine): Promise<boolean> {
  return isReplaced(recipe) || (await findImage(engine, recipe.reference)) !== undefined
}

const isReplaced = (recipe: ImageRecipe): boolean => referenceOf(recipe) !== recipe.reference

const referenceOf = (recipe: ImageRecipe): string =>
  (recipe.name === 'kafka' ? environment.kafkaImage() : undefined) ?? recipe.reference

const describeEngine = ({ version, host }: Engine): string => `${version} at ${host}`
