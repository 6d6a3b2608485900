/** Specs of finding the scenario in a file that the command line names. */
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

import { afterEach, expect, test, vi } from 'vitest'

import { loadScenario } from '../../../../harness/cli/scenario/load-scenario.ts'
import { StreamassayError } from '../../../../harness/errors.ts'

afterEach(() => vi.unstubAllGlobals())

async function load(source: string, pathOf = (path: string) => path): Promise<unknown> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-load-'))
  const path = join(folder.path, 'module.mjs')
  await writeFile(path, source)
  return await loadScenario(pathOf(path))
}

const scenario = `export default { name: 'orders', definedIn: null, reference: {} }`

test('the scenario is what the module exports by default', async () => {
  expect(await load(scenario)).toMatchObject({ name: 'orders' })
})

test('a path is taken from the working directory', async () => {
  expect(await load(scenario, (path) => relative(process.cwd(), path))).toMatchObject({ name: 'orders' })
})

test.each(['export const orders = 1', 'export default null', 'export default { name: "orders" }'])(
  'a module without a scenario is refused: %s',
  async (source) => {
    await expect(load(source)).rejects.toMatchObject({
      code: 'SCENARIO_UNREADABLE',
      message: expect.stringMatching(/^the default export of .*module\.mjs is not a scenario$/),
      remedy: expect.stringContaining('export default defineScenario('),
    })
  },
)

test('a module that cannot be loaded is told with the reason', async () => {
  await expect(load('throw new TypeError("not today")')).rejects.toMatchObject({
    code: 'SCENARIO_UNREADABLE',
    message: expect.stringContaining('not today'),
    cause: expect.any(TypeError),
  })
  await expect(load(scenario, (path) => `${path}.gone`)).rejects.toMatchObject({ code: 'SCENARIO_UNREADABLE' })
})

test('what the module throws is reported with its line', async () => {
  const source = '\nconst reference = { map: () => reference }\nreference.map().sessionWindow({})\n'
  await expect(load(source)).rejects.toMatchObject({
    message: expect.stringMatching(
      /: reference\.map\(\.\.\.\)\.sessionWindow is not a function, thrown at .*\/module\.mjs:3$/,
    ),
    remedy: expect.stringContaining('at that line'),
  })
})

test('what the module says is wrong with its own scenario goes on as it is', async () => {
  const invalid = new StreamassayError('SCENARIO_INVALID', 'scenario orders: no key', { remedy: 'add one' })
  vi.stubGlobal('invalidScenario', invalid)
  await expect(load('throw globalThis.invalidScenario')).rejects.toBe(invalid)
})
