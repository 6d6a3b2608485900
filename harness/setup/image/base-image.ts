/** The image that ours start from: Debian as a registry has it, else the same Debian made of its packages. */
import { access, chmod, mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { environment } from '../../environment.ts'
import { StreamassayError, messageOf } from '../../errors.ts'
import { troubleIn } from '../../stack/engine/engine-trouble.ts'
import { installPackages } from '../engine/apt.ts'
import { runCommand } from '../engine/command.ts'
import { readAnswer } from './engine-messages.ts'
import { isOfThisMachine } from '../engine/architecture.ts'
import { surroundings } from '../engine/engine-surroundings.ts'
import type { Engine } from '../engine/engine.ts'
import { bootstrapRecipe, bootstrapped, bootstrappedReference } from './bootstrap-recipe.ts'
import { findImage } from './image-build.ts'
import { imageLabel } from './image-recipe.ts'
import type { Progress } from '../progress.ts'
import { debianSources } from '../network/mirrors.ts'
import { pullImage } from './pull-image.ts'
import { debianSuite } from './versions.ts'

const published = 'debian:bookworm-slim'
const bootstrapTimeoutMs = 10 * 60_000

/** The packages of Debian and Ubuntu that a base image is made with. */
export const bootstrapPackages: readonly string[] = ['mmdebstrap', 'debian-archive-keyring']

/** The base image, and how it came here. */
export interface BaseImage {
  readonly reference: string
  readonly origin: 'already present' | 'pulled' | 'built from Debian packages'
}

export interface BaseImageOptions {
  readonly engine: Engine
  readonly progress: Progress
  readonly signal?: AbortSignal | undefined
}

/**
 * The base image: one that is here already, else pulled, else bootstrapped with mmdebstrap, which is installed where we
 * are root on Debian or Ubuntu. `STREAMASSAY_BASE_IMAGE` names another one, which must be here or be pulled.
 *
 * @throws StreamassayError `BASE_IMAGE_FAILED` with the causes of each way
 */
export async function ensureBaseImage(options: BaseImageOptions): Promise<BaseImage> {
  const { engine, progress, signal } = options
  const chosen = environment.baseImage()
  for (const reference of chosen === undefined ? [published, bootstrappedReference] : [chosen]) {
    if (await findImage(engine, reference)) return { reference, origin: 'already present' }
  }
  const wanted = chosen ?? published
  try {
    await pullImage(engine, wanted, { progress, signal })
    return { reference: wanted, origin: 'pulled' }
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    if (chosen !== undefined) throw noBaseImage([`${chosen} cannot be pulled: ${messageOf(error)}`], error)
    progress(`${published} cannot be pulled: building it from Debian packages`)
    await bootstrap(options, `${published} cannot be pulled: ${messageOf(error)}`)
    return { reference: bootstrappedReference, origin: 'built from Debian packages' }
  }
}

async function bootstrap(options: BaseImageOptions, pullFailure: string): Promise<void> {
  const { engine, progress, signal } = options
  try {
    // Debian's tool makes an image of this machine's own architecture, and the engine may be on another one.
    if (!isOfThisMachine(engine.architecture)) {
      throw new Error(`this machine is ${process.arch}, and the engine at ${engine.host} is ${engine.architecture}`)
    }
    await needMmdebstrap(options)
    await using folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-base-'))
    // Where we are not root, mmdebstrap works as a user of a namespace, who must come through.
    await chmod(folder.path, 0o755)
    const archive = join(folder.path, 'base.tar')
    await runCommand(
      'env',
      [`TMPDIR=${folder.path}`, 'mmdebstrap', ...bootstrapRecipe, debianSuite, archive, ...debianSources()],
      {
        name: 'base-image',
        progress,
        telling: /^I: (.*)/,
        timeoutMs: bootstrapTimeoutMs,
        signal,
        remedy: 'Check that the Debian package servers are reachable.',
      },
    )
    progress('importing the base image into the engine')
    await importArchive(engine, archive)
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    const details = error instanceof StreamassayError ? [...error.details, error.remedy] : []
    throw noBaseImage([pullFailure, `it cannot be built from Debian packages: ${messageOf(error)}`, ...details], error)
  }
}

async function needMmdebstrap(options: BaseImageOptions): Promise<void> {
  const isInstalled = await access('/usr/bin/mmdebstrap').then(
    () => true,
    () => false,
  )
  if (isInstalled) return
  const { isRoot, isDebian } = await surroundings()
  if (!isRoot || !isDebian)
    throw new Error('mmdebstrap is not installed, and only root on Debian or Ubuntu can install it')
  options.progress('installing mmdebstrap with apt-get')
  await installPackages(bootstrapPackages, options)
}

async function importArchive(engine: Engine, archive: string): Promise<void> {
  const { repository, tag } = bootstrapped
  const changes = [`LABEL ${imageLabel}=base`, 'CMD ["bash"]']
  const answer = await engine.dockerode.importImage(archive, { repo: repository, tag, changes })
  await readAnswer(answer, () => undefined)
}

/** The error for want of a base image, with what came of each way to one. */
export function noBaseImage(details: readonly string[], cause: unknown): StreamassayError {
  const trouble = troubleIn(...details)
  const why = trouble === null ? '' : `: ${trouble.what}`
  return new StreamassayError('BASE_IMAGE_FAILED', `no base image is available${why}`, {
    remedy:
      trouble?.remedy ??
      `Make ${published} available to the engine ("docker pull", "docker load", or another name in STREAMASSAY_BASE_IMAGE), or on Debian and Ubuntu run this as root or install mmdebstrap.`,
    details,
    cause,
  })
}
