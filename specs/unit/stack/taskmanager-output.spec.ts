/** What jobs leave at the TaskManager, as the engine gives it: archives, logs in frames, and what a command says. */
import { buffer } from 'node:stream/consumers'

import { pack } from 'tar-stream'
import { expect, test } from 'vitest'

import type { EngineApi, EngineRequest } from '../../../harness/stack/engine/engine-api.ts'
import { taskManagerOutput } from '../../../harness/stack/taskmanager-output.ts'

const { signal } = new AbortController()

/** An engine that answers by the first words of a path that fit. */
function engine(answers: Readonly<Record<string, Buffer | Error>>, asked: EngineRequest[] = []): EngineApi {
  return async (request) => {
    asked.push(request)
    const answer = Object.entries(answers).find(([path]) => request.path.includes(path))?.[1]
    if (!(answer instanceof Buffer)) throw answer ?? new Error(`nothing is known of ${request.path}`)
    return answer
  }
}

const outputOf = (api: EngineApi) => taskManagerOutput(api, 'tm', { at: (time) => Promise.resolve(time) })
const frame = (said: string): Buffer => {
  const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0])
  head.writeUInt32BE(Buffer.byteLength(said), 4)
  return Buffer.concat([head, Buffer.from(said)])
}

async function archive(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const packing = pack()
  packing.entry({ name: 'out/', type: 'directory' })
  for (const [name, content] of Object.entries(files)) packing.entry({ name, type: 'file' }, content)
  packing.finalize()
  return buffer(packing)
}

test('the files below a folder come with their paths behind it', async () => {
  const asked: EngineRequest[] = []
  const api = engine({ archive: await archive({ 'out/part-0-0': 'a\n', 'out/later/part-0-1': '' }) }, asked)
  const files = await outputOf(api).files('/tmp/a b/out', signal)
  expect(files.map(({ path, content }) => [path, Buffer.from(content).toString()])).toEqual([
    ['part-0-0', 'a\n'],
    ['later/part-0-1', ''],
  ])
  expect(asked[0]?.path).toBe('/containers/tm/archive?path=%2Ftmp%2Fa%20b%2Fout')
})

test('a folder that is not there has no files; an engine that fails is no such folder', async () => {
  const missing = Object.assign(new Error('no such folder'), { statusCode: 404 })
  expect(await outputOf(engine({ archive: missing })).files('/out', signal)).toEqual([])
  const broken = Object.assign(new Error('no such luck'), { statusCode: 500 })
  await expect(outputOf(engine({ archive: broken })).files('/out', signal)).rejects.toThrow('no such luck')
})

test('a container that is gone has not been without files', async () => {
  const gone = Object.assign(new Error('the engine answered 404: {"message":"No such container: tm"}'), {
    statusCode: 404,
  })
  await expect(outputOf(engine({ archive: gone })).files('/out', signal)).rejects.toThrow('No such container')
})

test('an archive that is cut off is told as such', async () => {
  const whole = await archive({ 'out/part-0-0': 'x'.repeat(2000) })
  const cut = outputOf(engine({ archive: whole.subarray(0, 1500) }))
  await expect(cut.files('/out', signal)).rejects.toThrow("the engine's archive cannot be read")
  const empty = outputOf(engine({ archive: Buffer.alloc(0) }))
  await expect(empty.files('/out', signal)).rejects.toThrow("the engine's archive cannot be read: it is empty")
})

test('the standard output comes without frames, from some seconds before', async () => {
  const asked: EngineRequest[] = []
  const api = engine({ logs: Buffer.concat([frame('one\ntw'), frame('o\n')]) }, asked)
  const said = await outputOf(api).said(new Date(1_000_000_999), signal)
  expect(Buffer.from(said).toString()).toBe('one\ntwo\n')
  expect(asked[0]?.path).toContain('since=999990')
})

test('a line is said by a command, which says nothing itself unless it fails', async () => {
  const created = Buffer.from('{"Id":"e1"}')
  const asked: EngineRequest[] = []
  await outputOf(engine({ '/containers/tm/exec': created, '/exec/e1/start': Buffer.alloc(0) }, asked)).say(
    'a "b" $c',
    signal,
  )
  expect(asked[0]?.body).toMatchObject({ Cmd: ['sh', '-c', expect.any(String), 'a "b" $c'] })
  const denied = engine({ '/containers/tm/exec': created, '/exec/e1/start': frame('sh: permission denied\n') })
  await expect(outputOf(denied).say('x', signal)).rejects.toThrow('sh: permission denied')
  await expect(outputOf(denied).removeFolder('/out', signal)).rejects.toThrow('sh: permission denied')
})
