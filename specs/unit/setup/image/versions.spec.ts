/** The versions that can be built: they agree with the files that the images are made of, and others are refused. */
import { readFile } from 'node:fs/promises'

import { afterEach, expect, test, vi } from 'vitest'

import { checkVersions, kafkaVersions, supportedVersions } from '../../../../harness/setup/image/versions.ts'

const image = async (path: string): Promise<string> =>
  readFile(new URL(`../../../../images/${path}`, import.meta.url), 'utf8')

afterEach(() => {
  vi.unstubAllEnvs()
})

test('what is shipped is used when nothing is asked for', () => {
  expect(checkVersions()).toBe(supportedVersions[0])
})

test('a combination that is asked for whole is used, and one that does not work is refused with those that do', () => {
  vi.stubEnv('STREAMASSAY_FLINK_VERSION', '2.2.1')
  vi.stubEnv('STREAMASSAY_CONNECTOR_VERSION', '5.0.0-2.2')
  expect(checkVersions()).toBe(supportedVersions[0])
  vi.stubEnv('STREAMASSAY_CONNECTOR_VERSION', '4.0.1-2.0')
  expect(checkVersions).toThrow(
    expect.objectContaining({
      code: 'VERSIONS_UNSUPPORTED',
      message: 'no image can be built with Flink 2.2.1, Python 3.11, Kafka connector 4.0.1-2.0',
      remedy: expect.stringContaining('Flink 2.2.1, Python 3.11, Kafka connector 5.0.0-2.2'),
    }),
  )
})

test('every combination has its lock file and the checksum of its connector', async () => {
  const checksums = await image('jars/pyflink/jars.sha512')
  for (const { flink, connector } of supportedVersions) {
    expect(await image(`packages/requirements-${flink}.txt`)).toContain(`apache-flink==${flink}`)
    expect(checksums).toContain(`flink-sql-connector-kafka-${connector}.jar`)
  }
})

test('the version of Kafka is the one that its image downloads', async () => {
  expect(await image('jars/kafka/pom.xml')).toContain(`<kafka.version>${kafkaVersions.kafka}</kafka.version>`)
})
