/** Frames come out as they went in, however the stream of bytes is cut. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { Frames } from '../../../../harness/kafka/wire/frames.ts'

/** A frame as it is sent: its length in four bytes, then itself. */
const framed = (frame: Uint8Array): Buffer => {
  const length = Buffer.alloc(4)
  length.writeInt32BE(frame.length)
  return Buffer.concat([length, frame])
}

test('every frame comes whole and in order, wherever the stream is cut', () => {
  const someFrames = fc.array(fc.uint8Array({ minLength: 4, maxLength: 40 }), { maxLength: 8 })
  fc.assert(
    fc.property(someFrames, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (sent, cuts) => {
      const stream = Buffer.concat(sent.map(framed))
      const frames = new Frames()
      const received: Buffer[] = []
      for (let at = 0, piece = 0; at < stream.length; piece += 1) {
        const sizeBytes = cuts[piece % cuts.length] ?? 1
        received.push(...frames.take(stream.subarray(at, at + sizeBytes)))
        at += sizeBytes
      }
      expect(received).toEqual(sent.map((frame) => Buffer.from(frame)))
    }),
  )
})

test('a frame is handed over with its last byte, and not kept until the next begins', () => {
  const frames = new Frames()
  const sent = framed(Buffer.from('abcd'))
  expect(frames.take(sent.subarray(0, 6))).toEqual([])
  expect(frames.take(sent.subarray(6))).toEqual([Buffer.from('abcd')])
})

test('a frame does not share memory with the pieces that it came in', () => {
  const sent = framed(Buffer.from('abcd'))
  const [frame] = new Frames().take(sent)
  sent.fill(0)
  expect(frame).toEqual(Buffer.from('abcd'))
})

test.each([
  ['an HTTP server', 'HTTP/1.1 400 Bad Request\r\n'],
  ['a TLS server', '\u0015\u0003\u0003\u0000\u0002'],
  ['an SSH server', 'SSH-2.0-OpenSSH_9.2'],
  ['zeros', '\u0000\u0000\u0000\u0000'],
  ['a length below zero', '\u00ff\u00ff\u00ff\u00ff'],
])('what %s says is no frame, and no memory is set aside for it', (_, said) => {
  expect(() => new Frames().take(Buffer.from(said, 'latin1'))).toThrow(/^a frame of -?\d+ bytes$/)
})
