/** What each image of ours is made of, and its name: a hash of exactly that, so that an unchanged image is found again. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { environment } from '../../environment.ts'
import { contextHash, readContext } from './build-context.ts'
import type { ContextFile } from './build-context.ts'
import { checkVersions, kafkaVersions } from './versions.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

// `localhost/` keeps the name out of every registry: nothing of that name is pulled from one, nor looked for under a
// prefix that a company has configured for its own.

/** The images of ours; `checks` is `pyflink` with the tools that check a job's Python. */
export type ImageName = 'kafka' | 'pyflink' | 'checks'

export const allImages: readonly ImageName[] = ['kafka', 'pyflink', 'checks']

/** The images that a stack is started from. */
export const imagesOfStack = ['kafka', 'pyflink'] as const

/** The label that every image of ours has, with its name (or `base`) as the value: by it old ones are found. */
export const imageLabel = 'streamassay.image'

/** All that an image is built from, but for the base image and what the host's network asks for. */
export interface ImageRecipe {
  readonly name: ImageName
  /** Repository and tag: `localhost/streamassay/kafka:8.2.0-0f3a9c21b7de`. */
  readonly reference: string
  readonly files: readonly ContextFile[]
  readonly buildArgs: Readonly<Record<string, string>>
  readonly target: string
}

/**
 * The recipe of an image. Its hash leaves out what makes no difference in what the image does: the base image, whose
 * two kinds are the same Debian, and certificates and proxies, which only the download stages see.
 *
 * @throws StreamassayError `VERSIONS_UNSUPPORTED`
 */
export async function imageRecipe(name: ImageName): Promise<ImageRecipe> {
  return name === 'kafka' ? kafkaRecipe() : pyflinkRecipe(name)
}

/**
 * The images that a stack is started from; the one in `STREAMASSAY_KAFKA_IMAGE` instead of ours where it is set.
 *
 * @throws StreamassayError `VERSIONS_UNSUPPORTED`
 */
export async function stackImages(): Promise<{ readonly kafka: string; readonly pyflink: string }> {
  const [kafka, pyflink] = await Promise.all([imageRecipe('kafka'), imageRecipe('pyflink')])
  return { kafka: environment.kafkaImage() ?? kafka.reference, pyflink: pyflink.reference }
}

async function kafkaRecipe(): Promise<ImageRecipe> {
  const files = await readContext(join(root, 'Dockerfile.kafka'), join(root, 'images', 'kafka'))
  // @testcontainers/kafka reads Confluent's version out of the tag, and starts in KRaft mode from 8.0.0 on.
  return named(
    { name: 'kafka', files, buildArgs: {}, target: 'runtime' },
    'localhost/streamassay/kafka',
    kafkaVersions.confluent,
  )
}

async function pyflinkRecipe(name: 'pyflink' | 'checks'): Promise<ImageRecipe> {
  const { flink, python, connector } = checkVersions()
  const files = [
    ...(await readContext(join(root, 'Dockerfile.pyflink'), join(root, 'images', 'pyflink'))),
    ...(await brokerFiles()),
  ]
  const buildArgs = { FLINK_VERSION: flink, PYTHON_VERSION: python, CONNECTOR_VERSION: connector }
  return name === 'pyflink'
    ? named({ name, files, buildArgs, target: 'runtime' }, 'localhost/streamassay/pyflink', flink)
    : named({ name, files, buildArgs, target: 'checks' }, 'localhost/streamassay/pyflink-checks', flink)
}

/** What names the jars of a broker: the image's class-data archives are trained with one. */
async function brokerFiles(): Promise<ContextFile[]> {
  const files = await readContext(join(root, 'Dockerfile.kafka'), join(root, 'images', 'kafka'))
  return files
    .filter(({ path }) => path === 'pom.xml' || path === 'jars.sha512')
    .map(({ path, content, isExecutable }) => ({ path: `kafka/${path}`, content, isExecutable }))
}

function named(recipe: Omit<ImageRecipe, 'reference'>, repository: string, version: string): ImageRecipe {
  const hash = contextHash(recipe.files, [recipe.buildArgs, recipe.target])
  return { ...recipe, reference: `${repository}:${version}-${hash}` }
}
