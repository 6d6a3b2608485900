/** The codecs as they are found beside the library's index. */
import * as library from '@platformatic/kafka'
import { expect, test } from 'vitest'

import { codecs } from '../../../../harness/kafka/wire/codecs.ts'

test.each([
  ['createTopics', library.createTopicsV7.api],
  ['fetch', library.fetchV13.api],
  ['initProducerId', library.initProducerIdV4.api],
  ['listOffsets', library.listOffsetsV6.api],
  ['metadata', library.metadataV12.api],
  ['produce', library.produceV9.api],
] as const)('%s is the one that the index has under that name and version', (name, { key, version }) => {
  const codec = codecs()[name]
  expect([codec.key, codec.version]).toEqual([key, version])
})

test('the codecs are loaded once', () => {
  expect(codecs()).toBe(codecs())
})
