/** The engine's stream of JSON lines, in whatever pieces it comes. */
import { Readable } from 'node:stream'

import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { engineMessages, readAnswer } from '../../../../harness/setup/image/engine-messages.ts'

test('messages come out whole, however their bytes were cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ stream: fc.string({ unit: 'grapheme' }) })),
      fc.integer({ min: 1, max: 9 }),
      async (messages, size) => {
        const bytes = Buffer.from(messages.map((message) => `${JSON.stringify(message)}\r\n`).join(''))
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, piece) =>
          bytes.subarray(piece * size, (piece + 1) * size),
        )
        expect(await Array.fromAsync(engineMessages(Readable.from(pieces)))).toEqual(messages)
      },
    ),
  )
})

test('a last message without a line end counts', async () => {
  expect(await Array.fromAsync(engineMessages(Readable.from(['{"status":"a"}\n{"status":"b"}'])))).toEqual([
    { status: 'a' },
    { status: 'b' },
  ])
})

test('an answer that ends in an error is told up to it and throws it', async () => {
  const seen: unknown[] = []
  const reading = readAnswer(Readable.from(['{"stream":"Step 1"}\n{"error":"no space left"}\n']), (message) =>
    seen.push(message),
  )
  await expect(reading).rejects.toThrow('no space left')
  expect(seen).toHaveLength(2)
})
