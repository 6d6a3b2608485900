/** The names of the images, and what they depend on. */
import { readFile } from 'node:fs/promises'

import { afterEach, expect, test, vi } from 'vitest'

import { allImages, imageRecipe, stackImages } from '../../../../harness/setup/image/image-recipe.ts'
import type { ImageRecipe } from '../../../../harness/setup/image/image-recipe.ts'

const contentOf = ({ files }: ImageRecipe, path: string): string =>
  String(files.find((file) => file.path === path)?.content)

const references = async (): Promise<string[]> =>
  (await Promise.all(allImages.map(imageRecipe))).map(({ reference }) => reference)

afterEach(() => {
  vi.unstubAllEnvs()
})

test("the Kafka image has a tag in Confluent's numbering, which is how testcontainers comes to start it in KRaft mode", async () => {
  const { reference } = await imageRecipe('kafka')
  expect(reference).toMatch(/^localhost\/streamassay\/kafka:8\.2\.0-[0-9a-f]{12}$/)
})

test('the Flink images have the version of Flink in their tags, and different ones', async () => {
  const [pyflink, checks] = await Promise.all([imageRecipe('pyflink'), imageRecipe('checks')])
  expect(pyflink.reference).toMatch(/^localhost\/streamassay\/pyflink:2\.2\.1-[0-9a-f]{12}$/)
  expect(checks.reference).toMatch(/^localhost\/streamassay\/pyflink-checks:2\.2\.1-[0-9a-f]{12}$/)
})

test('certificates, proxies and mirrors do not change a name', async () => {
  const before = await stackImages()
  vi.stubEnv('SSL_CERT_FILE', '/somewhere/else.pem')
  vi.stubEnv('HTTPS_PROXY', 'http://proxy:3128')
  vi.stubEnv('STREAMASSAY_DEBIAN_MIRROR', 'http://mirror.example/debian')
  vi.stubEnv('STREAMASSAY_MAVEN_MIRROR', 'http://mirror.example/maven')
  vi.stubEnv('STREAMASSAY_PYPI_MIRROR', 'http://mirror.example/simple')
  expect(await stackImages()).toEqual(before)
})

test('another base image changes every name, as it may have another Java', async () => {
  const before = await references()
  vi.stubEnv('STREAMASSAY_BASE_IMAGE', 'registry.example/debian:12')
  const after = await references()
  expect(before.filter((reference) => after.includes(reference))).toEqual([])
})

test('every stage that installs Debian packages gets the mirror, and does so by the script of the Java image', async () => {
  for (const name of allImages) {
    const dockerfile = contentOf(await imageRecipe(name), 'Dockerfile')
    expect(dockerfile).not.toMatch(/\bapt(-get)? (update|install)/)
    const stages = dockerfile.split(/^FROM /m).filter((stage) => /install-packages "?[a-z]/.test(stage))
    expect(stages).toHaveLength(['java', 'jars', 'packages'].includes(name) ? 1 : 0)
    for (const stage of stages) expect(stage).toMatch(/^ARG DEBIAN_SOURCES=$/m)
  }
})

test('Java, tini and certificates are installed unless the base image has each of them', async () => {
  const dockerfile = contentOf(await imageRecipe('java'), 'Dockerfile')
  const packages = (word: string): string[] =>
    (new RegExp(`${word} ([a-z0-9 -]+?)( >|;)`).exec(dockerfile)?.[1] ?? '').split(' ')
  expect(packages('dpkg --status')).toEqual(packages('install-packages'))
  expect(packages('install-packages')).toEqual(['ca-certificates', 'openjdk-17-jre-headless', 'tini'])
})

test('an image that the environment names is used for Kafka instead of ours', async () => {
  vi.stubEnv('STREAMASSAY_KAFKA_IMAGE', 'registry.example/cp-kafka:8.2.0')
  expect((await stackImages()).kafka).toBe('registry.example/cp-kafka:8.2.0')
})

test('compose.yaml names the images that set-up builds', async () => {
  const images = await stackImages()
  const compose = await readFile(new URL('../../../../compose.yaml', import.meta.url), 'utf8')
  const named = [...compose.matchAll(/image: \$\{STREAMASSAY_(KAFKA|PYFLINK)_IMAGE:-(\S+)\}/g)]
  expect(Object.fromEntries(named.map(([, name = '', reference]) => [name.toLowerCase(), reference]))).toEqual(images)
})

test('the Flink and the Kafka image start from the same jars, and from the same Java', async () => {
  const [kafka, pyflink, checks] = await Promise.all([
    imageRecipe('kafka'),
    imageRecipe('pyflink'),
    imageRecipe('checks'),
  ])
  expect(kafka.parents['JARS_IMAGE']?.reference).toBe(pyflink.parents['JARS_IMAGE']?.reference)
  expect(kafka.parents['JAVA_IMAGE']?.reference).toBe(
    pyflink.parents['PACKAGES_IMAGE']?.parents['JAVA_IMAGE']?.reference,
  )
  expect(pyflink.parents['KAFKA_IMAGE']?.reference).toBe(kafka.reference)
  expect(checks.parents['PYFLINK_IMAGE']?.reference).toBe(pyflink.reference)
})

test.for(allImages)(
  'each build argument of the %s image is asked for in its Dockerfile, which starts from nothing else',
  async (name) => {
    const recipe = await imageRecipe(name)
    const dockerfile = contentOf(recipe, 'Dockerfile')
    for (const argument of [...Object.keys(recipe.parents), ...Object.keys(recipe.buildArgs)]) {
      expect(dockerfile).toMatch(new RegExp(`^ARG ${argument}(=|$)`, 'm'))
    }
    const stages = new Set(['scratch', ...[...dockerfile.matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, stage]) => stage)])
    const froms = [...dockerfile.matchAll(/^FROM (\S+)/gm)]
      .map(([, from = '']) => from)
      .filter((from) => !stages.has(from))
    const parents = name === 'java' ? ['BASE_IMAGE'] : Object.keys(recipe.parents)
    expect(froms.toSorted()).toEqual(parents.map((parent) => `\${${parent}}`).toSorted())
  },
)

test('what Maven downloads for both images is one run, and no other image runs it', async () => {
  const recipes = await Promise.all(allImages.map(imageRecipe))
  const runs = recipes.map(
    (recipe) => [recipe.name, contentOf(recipe, 'Dockerfile').match(/\bmvn /g)?.length ?? 0] as const,
  )
  expect(runs.filter(([, count]) => count > 0)).toEqual([['jars', 1]])
})

test('stages that know the host network, and its passwords, are in no lineage of a finished image', async () => {
  for (const name of allImages) {
    const dockerfile = contentOf(await imageRecipe(name), 'Dockerfile')
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
    expect(last).not.toContain('network/')
    const [, parent = ''] = /^FROM (\S+)/m.exec(last) ?? []
    const stage = dockerfile.split(/^FROM /m).find((text) => text.split('\n', 1)[0]?.endsWith(` AS ${parent}`))
    expect(stage ?? '').not.toContain('network/')
  }
})

test('the Flink image drops the files of a finished job after seconds, as /tmp is memory: blobs.long.spec.ts tries it', async () => {
  const blob = /^blob:\n(?:  .*\n)+/m.exec(contentOf(await imageRecipe('pyflink'), 'config.yaml'))?.[0] ?? ''
  const [, seconds] = /^  service:\n    cleanup:\n(?:      #.*\n)*      interval: (\d+)$/m.exec(blob) ?? []
  // Flink's default is an hour.
  expect(Number(seconds)).toBeLessThanOrEqual(10)
})
