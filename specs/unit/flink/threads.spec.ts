/** Specs of asking for the threads of a cluster. */
import { expect, test } from 'vitest'

import { readTaskThreads } from '../../../harness/flink/threads.ts'
import { fakeFlink } from './fake-flink.ts'

const dump = (...names: readonly string[]) => ({
  body: { threadInfos: names.map((name) => ({ threadName: name, stringifiedThreadInfo: `"${name}" Id=1` })) },
})

test('the threads are those of every TaskManager', async () => {
  await using flink = await fakeFlink({
    'GET /taskmanagers/a/thread-dump': dump('one', 'two'),
    'GET /taskmanagers/b/thread-dump': dump('three'),
    'GET /taskmanagers': { body: { taskmanagers: [{ id: 'a' }, { id: 'b' }] } },
  })
  expect(await readTaskThreads(flink.url)).toEqual([
    { name: 'one', text: '"one" Id=1' },
    { name: 'two', text: '"two" Id=1' },
    { name: 'three', text: '"three" Id=1' },
  ])
})
