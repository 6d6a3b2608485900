/** What each image of ours is made of, and its name: a hash of exactly that, so that an unchanged image is found again. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { environment } from '../../environment.ts'
import { bootstrapRecipe } from './bootstrap-recipe.ts'
import { contextHash, readContext } from './build-context.ts'
import type { ContextFile } from './build-context.ts'
import { checkVersions, debianSuite, kafkaVersions } from './versions.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

// `localhost/` keeps the name out of every registry: nothing of that name is pulled from one, nor looked for under a
// prefix that a company has configured for its own.

/**
 * The images of ours. `java`, `jars` and `packages` are what the others start from; `checks` is `pyflink` with the tools
 * that check a job's Python.
 */
export const allImages = ['java', 'jars', 'packages', 'kafka', 'pyflink', 'checks'] as const

export type ImageName = (typeof allImages)[number]

/** The images that a stack is started from. */
export const imagesOfStack = ['kafka', 'pyflink'] as const

/** The label that every image of ours has, with its name (or `base`) as the value: by it old ones are found. */
export const imageLabel = 'streamassay.image'

/** All that an image is built from, except the base image itself and what the host's network asks for. */
export interface ImageRecipe {
  readonly name: ImageName
  /** Repository and tag: `localhost/streamassay/kafka:8.2.0-0f3a9c21b7de`. */
  readonly reference: string
  /** The images that it starts from, each by the build argument that names it; one without any starts from the base image. */
  readonly parents: Readonly<Record<string, ImageRecipe>>
  readonly files: readonly ContextFile[]
  readonly buildArgs: Readonly<Record<string, string>>
}

/**
 * The recipe of an image. Its hash has those of its parents in it. It leaves out what makes no difference in what the
 * image does: certificates, proxies, mirrors, and whether Debian comes from a registry or is made of its packages.
 *
 * @throws StreamassayError `VERSIONS_UNSUPPORTED`
 */
export async function imageRecipe(name: ImageName): Promise<ImageRecipe> {
  const { flink, python, connector } = checkVersions()
  // @testcontainers/kafka reads Confluent's version out of the tag, and starts in KRaft mode from 8.0.0 on.
  const version = {
    java: debianSuite,
    jars: kafkaVersions.kafka,
    kafka: kafkaVersions.confluent,
    packages: flink,
    pyflink: flink,
    checks: flink,
  }
  const buildArgs: Partial<Record<ImageName, Record<string, string>>> = {
    jars: { CONNECTOR_VERSION: connector },
    packages: { FLINK_VERSION: flink, PYTHON_VERSION: python },
    checks: { PYTHON_VERSION: python },
  }
  const [files, ...ancestors] = await Promise.all([filesOf(name), ...parentsOf[name].map(imageRecipe)])
  const parents = Object.fromEntries(ancestors.map((parent) => [`${parent.name.toUpperCase()}_IMAGE`, parent]))
  // The base image that a user names is another Debian, perhaps with another Java.
  const base = name === 'java' ? [environment.baseImage() ?? bootstrapRecipe] : []
  return named({ name, files, parents, buildArgs: buildArgs[name] ?? {} }, version[name], base)
}

const parentsOf: Readonly<Record<ImageName, readonly ImageName[]>> = {
  java: [],
  jars: ['java'],
  packages: ['java'],
  kafka: ['java', 'jars'],
  pyflink: ['packages', 'jars', 'kafka'],
  checks: ['packages', 'pyflink'],
}

/** The images that an image starts from, and those that they start from. */
export const ancestors = (name: ImageName): readonly ImageName[] =>
  parentsOf[name].concat(parentsOf[name].flatMap(ancestors))

const filesOf = async (name: ImageName): Promise<ContextFile[]> =>
  readContext(join(root, `Dockerfile.${name}`), join(root, 'images', name))

/**
 * The images that a stack is started from; the one in `STREAMASSAY_KAFKA_IMAGE` instead of ours where it is set.
 *
 * @throws StreamassayError `VERSIONS_UNSUPPORTED`
 */
export async function stackImages(): Promise<{ readonly kafka: string; readonly pyflink: string }> {
  const [kafka, pyflink] = await Promise.all([imageRecipe('kafka'), imageRecipe('pyflink')])
  return { kafka: environment.kafkaImage() ?? kafka.reference, pyflink: pyflink.reference }
}

function named(recipe: Omit<ImageRecipe, 'reference'>, version: string, base: readonly unknown[]): ImageRecipe {
  const parents = Object.entries(recipe.parents).map(([argument, { reference }]) => [argument, reference])
  const hash = contextHash(recipe.files, [recipe.buildArgs, parents, ...base])
  const repository = recipe.name === 'checks' ? 'pyflink-checks' : recipe.name
  return { ...recipe, reference: `localhost/streamassay/${repository}:${version}-${hash}` }
}
