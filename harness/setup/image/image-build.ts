/** An image of ours is looked up by its name, and built over the engine's API when it is not there. */
import { StreamassayError, messageOf } from '../../errors.ts'
import { troubleIn } from '../../stack/engine/engine-trouble.ts'
import { within } from '../../stack/start-failure.ts'
import { mavenSkips } from '../network/maven-settings.ts'
import { networkArguments, networkFiles } from '../network/network-files.ts'
import { readProxies } from '../network/proxies.ts'
import { contextArchive } from './build-context.ts'
import type { ContextFile } from './build-context.ts'
import { readAnswer } from './engine-messages.ts'
import type { Engine } from '../engine/engine.ts'
import { imageLabel } from './image-recipe.ts'
import type { ImageRecipe } from './image-recipe.ts'
import type { Progress } from '../progress.ts'
import { openSetupLog } from '../setup-log.ts'
import type { SetupLog } from '../setup-log.ts'

const answerTimeoutMs = 10_000
const buildTimeoutMs = 25 * 60_000

/** An image that the engine has. */
export interface LocalImage {
  readonly id: string
  readonly sizeBytes: number
}

/** The engine's image of that name, or undefined. @throws what the engine refuses with, or that it gave no answer in 10 s */
export async function findImage(engine: Engine, reference: string): Promise<LocalImage | undefined> {
  try {
    const { Id, Size } = await within(answerTimeoutMs, engine.dockerode.getImage(reference).inspect())
    return { id: Id, sizeBytes: Size }
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined
    throw error
  }
}

export interface BuildOptions {
  readonly engine: Engine
  /** Build arguments that are no part of the recipe: they make no difference in what the image does. */
  readonly buildArgs?: Readonly<Record<string, string>>
  /** Hears the step of the build that is being done. */
  readonly progress: Progress
  readonly signal?: AbortSignal | undefined
}

/**
 * Builds an image, whether it is there or not. The engine keeps every stage as its cache.
 *
 * @throws StreamassayError `IMAGE_BUILD_FAILED` with the last 20 lines of the build and the path of its whole log,
 *   `OPTION_INVALID` if a mirror is no address
 */
export async function buildImage(recipe: ImageRecipe, options: BuildOptions): Promise<LocalImage> {
  const { engine, progress, signal } = options
  const network = await networkFiles()
  // The two builders that there are write "Step 1/9 : FROM" and "STEP 1/9: FROM".
  await using log = await openSetupLog(`${recipe.name}-image`, (line) => {
    if (/^step \d+\/\d+/i.test(line)) progress(line.replace(/\s+/g, ' '))
  })
  const limit = AbortSignal.timeout(buildTimeoutMs)
  try {
    await build([...recipe.files, ...network], recipe, options, signal ? AbortSignal.any([limit, signal]) : limit, log)
    const image = await findImage(engine, recipe.reference)
    if (!image) throw new Error('the build finished without an image')
    return image
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    const reason = limit.aborted ? `it took longer than ${buildTimeoutMs / 60_000} minutes` : messageOf(error)
    throw buildFailed(recipe.name, reason, log, error)
  }
}

/** The error for a build that failed: of a trouble that we know the meaning comes first, and its remedy. */
export function buildFailed(
  name: string,
  reason: string,
  { path, lastLines }: Pick<SetupLog, 'path' | 'lastLines'>,
  cause: unknown,
): StreamassayError {
  // What a command of the build says is in the log alone; that it failed is all that the engine says.
  const trouble = troubleIn(reason, ...lastLines())
  const why = trouble === null ? reason : `${trouble.what} (${reason})`
  return new StreamassayError('IMAGE_BUILD_FAILED', `the ${name} image could not be built: ${why}`, {
    remedy: `${trouble?.remedy ?? downloadRemedy} Full log: ${path}.`,
    details: lastLines(),
    cause,
  })
}

const downloadRemedy =
  'Run again if a download failed. In a company network, set HTTPS_PROXY to the proxy, SSL_CERT_FILE to its CA certificate, and mirrors as docs/setup.md says.'

async function build(
  files: readonly ContextFile[],
  recipe: ImageRecipe,
  options: BuildOptions,
  abortSignal: AbortSignal,
  log: SetupLog,
): Promise<void> {
  const { engine, buildArgs, progress } = options
  const parents = Object.entries(recipe.parents).map(([argument, { reference }]) => [argument, reference] as const)
  const certificates = files.filter(({ path }) => path.endsWith('.crt')).length
  if (certificates > 0) progress(`adding CA certificates of this host to the build: ${certificates}`)
  for (const variable of recipe.name === 'jars' ? mavenSkips(readProxies()) : []) {
    progress(`Maven does without the proxy of ${variable}: it uses http proxies only`)
  }
  const answer = await engine.dockerode.buildImage(contextArchive(files), {
    t: recipe.reference,
    buildargs: { ...networkArguments(), ...recipe.buildArgs, ...Object.fromEntries(parents), ...buildArgs },
    labels: { [imageLabel]: recipe.name },
    forcerm: true,
    abortSignal,
  })
  await readAnswer(answer, ({ stream, status, error }) => log.append(stream ?? `${status ?? error ?? ''}\n`))
}
