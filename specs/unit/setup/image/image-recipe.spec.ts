/** The names of the images, and what they depend on. */
import { readFile } from 'node:fs/promises'

import { afterEach, expect, test, vi } from 'vitest'

import { imageRecipe, stackImages } from '../../../../harness/setup/image/image-recipe.ts'
import type { ImageRecipe } from '../../../../harness/setup/image/image-recipe.ts'

const contentOf = ({ files }: ImageRecipe, path: string) => files.find((file) => file.path === path)?.content

/** The instructions of a stage of a Dockerfile. */
const stage = (recipe: ImageRecipe, name: string) =>
  String(contentOf(recipe, 'Dockerfile')).split(`\nFROM java AS ${name}\n`)[1]?.split('\n\n')[0]

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
  expect([pyflink.target, checks.target]).toEqual(['runtime', 'checks'])
})

test('certificates, proxies and the base image do not change a name', async () => {
  const before = await stackImages()
  vi.stubEnv('SSL_CERT_FILE', '/somewhere/else.pem')
  vi.stubEnv('HTTPS_PROXY', 'http://proxy:3128')
  vi.stubEnv('STREAMASSAY_BASE_IMAGE', 'registry.example/debian:12')
  expect(await stackImages()).toEqual(before)
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

test("the Flink image's archives are trained with the very broker of the Kafka image", async () => {
  const [kafka, pyflink] = await Promise.all([imageRecipe('kafka'), imageRecipe('pyflink')])
  for (const path of ['pom.xml', 'jars.sha512']) {
    expect(contentOf(pyflink, `kafka/${path}`)).toEqual(contentOf(kafka, path))
  }
  expect(stage(kafka, 'jars')).toContain('mvn')
  expect(stage(pyflink, 'broker')?.replaceAll(' kafka/', ' ')).toBe(stage(kafka, 'jars'))
})
