/** Records that are no rows, on their way in: what the job makes of them is compared, or told when it makes nothing of them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { column, csvFixture, defineScenario, pipeline, pyflinkJob } from 'streamassay'
import { expect, test } from 'streamassay/vitest'
import { onTestFinished } from 'vitest'
import { z } from 'zod'

const Named = z.object({ name: column.text() })

/** The values that a broker may hold, by name; null is a tombstone. */
const values: Readonly<Record<string, Uint8Array | null>> = {
  'a record': Buffer.from('{"id": "one"}'),
  'an empty value': new Uint8Array(),
  'blanks alone': Buffer.from('  '),
  'not UTF-8': Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d),
  'half of a character': Uint8Array.of(0x22, 0xe2, 0x82, 0x22),
  'not JSON': Buffer.from('id: one'),
  'cut off': Buffer.from('{"id": "on'),
  'another schema': Buffer.from('{"key": 1}'),
  'no object': Buffer.from('[1]'),
  'a NUL in it': Buffer.from('{"id": "a\\u0000b"}'),
  'nearly 1 MiB': Buffer.from(JSON.stringify({ id: 'large', pad: 'x'.repeat(1_000_000) })),
  'another record': Buffer.from('{"id": "two"}'),
}

/** What the lenient job should say of a value; bytes that are not UTF-8 become U+FFFD in Java, as in TextDecoder. */
function judged(name: string): { what: string; length: number; text: string } {
  const text = new TextDecoder().decode(values[name] ?? new Uint8Array())
  try {
    const record: unknown = JSON.parse(text)
    const id = typeof record === 'object' && record !== null && 'id' in record ? String(record.id) : null
    return { what: id === null ? 'another schema' : 'a record', length: text.length, text: id ?? text.slice(0, 20) }
  } catch {
    return { what: 'not JSON', length: text.length, text: text.slice(0, 20) }
  }
}

async function scenarioOf(names: readonly string[], more: Readonly<Record<string, Uint8Array | null>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'streamassay-bad-records-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'names.csv'), `name\n${names.join('\n')}\n`)
  return defineScenario({
    name: 'bad-records',
    job: pyflinkJob({ root: 'specs/contracts/flink-jobs', module: 'lenient.job' }),
    input: csvFixture(join(folder, 'names.csv'), Named),
    reference: pipeline(Named).map(({ name }) => judged(name)),
    identity: ({ text, length }) => `${text} ${length}`,
    format: {
      encode: ({ name }) => ({ ...values, ...more })[name] ?? null,
      decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()),
    },
  })
}

test('a job that takes everything is compared on everything', async ({ stack }) => {
  const run = await stack.run(await scenarioOf(Object.keys(values)))
  expect(run).toMatchReference()
  expect(run.counts.matched).toBe(Object.keys(values).length)
})

test('a tombstone ends a job whose schema knows none, and the record is named', async ({ stack }) => {
  const run = await stack.run(await scenarioOf(['a record', 'a tombstone', 'another record']))
  expect(run.verdict).toBe('fail')
  expect(run.job.exception?.type).toBe('java.lang.NullPointerException')
  expect(run.culprit).toEqual({ fromLine: 3, toLine: 3, isConfirmed: true, hasNoValue: true })
})

test('a record over 1 MiB is refused before the job is started, with its place', async ({ stack }) => {
  const large = { 'a large one': Buffer.from('x'.repeat(1_100_000)) }
  const running = stack.run(await scenarioOf(['a record', 'a large one'], large))
  await expect(running).rejects.toMatchObject({
    code: 'RECORD_UNENCODABLE',
    message: expect.stringContaining('record 2 of the input'),
  })
})
