/** Proxies and mirrors of the environment reach what downloads in a build: a server that refuses everything writes down who asks. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'

import { findEngine } from '../../harness/setup/engine/engine.ts'
import type { Engine } from '../../harness/setup/engine/engine.ts'
import { buildImage } from '../../harness/setup/image/image-build.ts'
import { imageRecipe } from '../../harness/setup/image/image-recipe.ts'
import type { ImageName } from '../../harness/setup/image/image-recipe.ts'
import { setUp } from '../../harness/setup/set-up.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 1_200_000 })

let engine: Engine
const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`)
  response.writeHead(404).end()
})
server.on('connect', (request, socket) => {
  asked.push(`CONNECT ${request.url}`)
  socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
})
let address: string

beforeAll(async () => {
  // What the images start from, and the layers that are the same whatever the network is.
  await setUp({ images: ['jars', 'packages'] })
  const sight = await findEngine()
  if (!('engine' in sight)) throw new Error(sight.absence)
  engine = sight.engine
  const { IPAM } = await engine.dockerode.getNetwork('bridge').inspect()
  const gateway = IPAM?.Config?.[0]?.Gateway
  if (gateway === undefined) throw new Error('the engine has no bridge that builds reach this process by')
  server.listen(0, gateway)
  await once(server, 'listening')
  address = `http://${gateway}:${(server.address() as AddressInfo).port}`
  return () => {
    server.close()
  }
})

beforeEach(() => {
  asked.length = 0
})

afterEach(() => {
  vi.unstubAllEnvs()
})

/** What the server was asked for during a build, which fails for want of every download. */
async function askedBy(name: ImageName): Promise<string[]> {
  const recipe = await imageRecipe(name)
  const reference = `localhost/streamassay/${name}:spec-${crypto.randomUUID()}`
  const build = buildImage({ ...recipe, reference }, { engine, progress: () => undefined })
  await expect(build).rejects.toMatchObject({ code: 'IMAGE_BUILD_FAILED' })
  return asked
}

test('Maven asks the mirror that is named for it', async () => {
  vi.stubEnv('STREAMASSAY_MAVEN_MIRROR', `${address}/maven`)
  const plugin = '/maven/org/apache/maven/plugins/maven-dependency-plugin/3.8.1/maven-dependency-plugin-3.8.1.pom'
  expect(await askedBy('jars')).toContain(`GET ${plugin}`)
})

test('Maven, which reads no variable, goes through the proxy of HTTPS_PROXY', async () => {
  vi.stubEnv('HTTPS_PROXY', address)
  expect(await askedBy('jars')).toContainEqual(expect.stringMatching(/^CONNECT \S+:443$/))
})

test('pip asks the mirror that is named for it, which may do without TLS', async () => {
  vi.stubEnv('STREAMASSAY_PYPI_MIRROR', `${address}/simple`)
  expect(await askedBy('packages')).toContainEqual(expect.stringMatching(/^GET \/simple\/\w+\/$/))
})

test.for(['jars', 'packages'] as const)(
  'apt asks the mirror that is named for Debian while the %s image is built, though the Java image was built without it',
  async (name) => {
    vi.stubEnv('STREAMASSAY_DEBIAN_MIRROR', `${address}/debian`)
    expect(await askedBy(name)).toEqual(
      expect.arrayContaining([
        'GET /debian/dists/bookworm/InRelease',
        'GET /debian/dists/bookworm-updates/InRelease',
        'GET /debian-security/dists/bookworm-security/InRelease',
      ]),
    )
  },
)
