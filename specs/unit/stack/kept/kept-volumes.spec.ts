/** Specs of telling the engine of a kept stack, and of being told. */
import { expect, test } from 'vitest'

import { announce, findKept } from '../../../../harness/stack/kept/kept-volumes.ts'
import { fakeApi, keptStack } from './fake-api.ts'

test('what was announced is found, word for word, under its name and no other', async () => {
  const { api } = fakeApi()
  const kept = keptStack({ name: 'nightly' })
  await announce(api, kept)
  expect(await findKept(api, 'nightly')).toEqual([kept])
  expect(await findKept(api, 'default')).toEqual([])
})

test('a renewal takes the place of what was announced before, and at no time is there nothing', async () => {
  const { api, volumes, asked } = fakeApi()
  const kept = keptStack({ renewedMs: 1000 })
  await announce(api, kept)
  asked.length = 0
  const renewed = { ...kept, renewedMs: 2000, untilMs: 3000 }
  await announce(api, renewed)
  expect(asked).toEqual([
    'GET /volumes?filters={"label":["streamassay.stack=0123456789ab","streamassay.kept"]}',
    'POST /volumes/create',
    'DELETE /volumes/streamassay-0123456789ab-1000',
  ])
  expect(volumes).toHaveLength(1)
  expect(await findKept(api, 'default')).toEqual([renewed])
})

test('of two volumes for one stack the one that was written last counts, also where it shortens the time', async () => {
  const gone = Object.assign(new Error('no such volume'), { statusCode: 404 })
  const { api, volumes } = fakeApi((request) => (request.startsWith('DELETE') ? gone : null))
  const kept = keptStack({ renewedMs: 1000, untilMs: 9000 })
  const shortened = { ...kept, renewedMs: 2000, untilMs: 4000 }
  await announce(api, shortened)
  await announce(api, kept)
  expect(volumes).toHaveLength(2)
  expect(await findKept(api, 'default')).toEqual([shortened])
})

test('the stack that was renewed last is the first', async () => {
  const { api } = fakeApi()
  for (const [id, renewedMs] of [
    ['a', 2000],
    ['b', 3000],
    ['c', 1000],
  ] as const) {
    await announce(api, keptStack({ id, renewedMs }))
  }
  expect((await findKept(api, 'default')).map(({ id }) => id)).toEqual(['b', 'a', 'c'])
})

test('what could not be taken back for another reason is told', async () => {
  const { api } = fakeApi((request) => (request.startsWith('DELETE') ? new Error('disk is gone') : null))
  await announce(api, keptStack({ renewedMs: 1 }))
  await expect(announce(api, keptStack({ renewedMs: 2 }))).rejects.toThrow('disk is gone')
})
