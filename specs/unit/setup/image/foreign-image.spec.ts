/** Specs of an image that the environment names: it is here, is pulled, or is told with why it cannot be. */
import { Readable } from 'node:stream'

import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { Engine } from '../../../../harness/setup/engine/engine.ts'
import { ensureForeignImage } from '../../../../harness/setup/image/foreign-image.ts'

beforeEach(() => void vi.stubEnv('STREAMASSAY_KAFKA_IMAGE', 'registry.invalid/kafka:8.2.0'))
afterEach(() => vi.unstubAllEnvs())

/** An engine without the image, whose pull comes to this. */
function engineThat(pull: () => Promise<Readable>, has = false) {
  const asked: string[] = []
  const dockerode = {
    getImage: (reference: string) => ({
      inspect: async () => {
        asked.push(`inspect ${reference}`)
        if (!has) throw Object.assign(new Error('no such image'), { statusCode: 404 })
        return { Id: 'a', Size: 1 }
      },
    }),
    pull: (reference: string) => {
      asked.push(`pull ${reference}`)
      return pull()
    },
  }
  return { engine: { dockerode } as unknown as Engine, asked }
}

const options = { progress: () => undefined }
const refused = 'Get "https://registry.invalid/v2/": dial tcp: lookup registry.invalid: no such host'

test('one that is here is not pulled, and where none is named nothing is asked', async () => {
  const { engine, asked } = engineThat(() => Promise.reject(new Error('not asked for')), true)
  await ensureForeignImage(engine, options)
  expect(asked).toEqual(['inspect registry.invalid/kafka:8.2.0'])
  vi.stubEnv('STREAMASSAY_KAFKA_IMAGE', '')
  await ensureForeignImage(engine, options)
  expect(asked).toHaveLength(1)
})

test('one that is missing is pulled', async () => {
  const { engine, asked } = engineThat(async () => Readable.from(['{"status":"Pulling"}\n']))
  await ensureForeignImage(engine, options)
  expect(asked.at(-1)).toBe('pull registry.invalid/kafka:8.2.0')
})

test('a registry that refuses it is told in its words, with what to do', async () => {
  const { engine } = engineThat(() => Promise.reject(new Error(refused)))
  await expect(ensureForeignImage(engine, options)).rejects.toMatchObject({
    code: 'IMAGE_MISSING',
    message: `the Kafka image registry.invalid/kafka:8.2.0 is not on the engine and cannot be pulled: ${refused}`,
    remedy: expect.stringContaining('STREAMASSAY_KAFKA_IMAGE'),
  })
})

test('a pull that breaks off because the disk is full is told as that', async () => {
  const said = 'failed to register layer: write /opt/kafka.jar: no space left on device'
  const { engine } = engineThat(async () => Readable.from([`{"error":"${said}"}\n`]))
  await expect(ensureForeignImage(engine, options)).rejects.toMatchObject({
    code: 'IMAGE_MISSING',
    message: expect.stringContaining(`cannot be pulled: a disk is full (${said})`),
    remedy: expect.stringContaining('docker system df'),
  })
})

test('an interruption is thrown as it is', async () => {
  const interrupted = new Error('interrupted')
  const { engine } = engineThat(() => Promise.reject(new Error('aborted')))
  await expect(ensureForeignImage(engine, { ...options, signal: AbortSignal.abort(interrupted) })).rejects.toBe(
    interrupted,
  )
})
