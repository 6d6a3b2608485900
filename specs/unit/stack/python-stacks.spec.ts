/** Specs of asking for the stacks of a container's Python workers. */
import { expect, test } from 'vitest'

import type { EngineRequest } from '../../../harness/stack/engine/engine-api.ts'
import { pythonStacks } from '../../../harness/stack/python-stacks.ts'
import { frame } from './fake-container.ts'

test('py-spy is run in the container, for every Python there, and what it says is given as text', async () => {
  const asked: EngineRequest[] = []
  const api = async (request: EngineRequest): Promise<Buffer> => {
    asked.push(request)
    const said = Buffer.concat([frame(1, 'Process 7: python\n'), frame(2, 'Error: gone\n')])
    return request.path.startsWith('/exec/') ? said : Buffer.from('{"Id":"e1"}')
  }
  expect(await pythonStacks(api, 'streamassay-1-taskmanager')).toBe('Process 7: python\nError: gone\n')
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /containers/streamassay-1-taskmanager/exec',
    'POST /exec/e1/start',
  ])
  expect(JSON.stringify(asked[0]?.body)).toContain('py-spy dump --full-filenames')
})
