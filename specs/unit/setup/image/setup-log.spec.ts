/** The log of a set-up step: whole in its file, its lines told one by one, its end kept. */
import { mkdtempDisposable, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { expect, onTestFinished, test, vi } from 'vitest'

import { lineKeeper, openSetupLog } from '../../../../harness/setup/image/setup-log.ts'

test('lines are told whole, however the text was cut into pieces', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 40 }),
      fc.infiniteStream(fc.integer({ min: 1, max: 7 })),
      (lines, sizes) => {
        const told: string[] = []
        const keeper = lineKeeper((line) => told.push(line))
        let text = lines.map((line) => `${line}\n`).join('')
        for (const size of sizes) {
          if (text === '') break
          keeper.append(text.slice(0, size))
          text = text.slice(size)
        }
        expect(told).toEqual(lines)
        expect(keeper.lastLines()).toEqual(lines.slice(-20))
      },
    ),
  )
})

test('colours and empty lines are left out, each state of a progress bar is a line, and an unfinished line is kept', () => {
  const told: string[] = []
  const keeper = lineKeeper((line) => told.push(line))
  keeper.append('\u001B[31mred\u001B[0m\n\n  \n10%\r100%\r\nno end')
  expect(told).toEqual(['red', '10%', '100%'])
  expect(keeper.lastLines()).toEqual(['red', '10%', '100%', 'no end'])
})

test('the file is in .streamassay/setup, named after the step, and holds the whole text without its colours', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'setup-log-'))
  vi.spyOn(process, 'cwd').mockReturnValue(folder.path)
  onTestFinished(() => {
    vi.restoreAllMocks()
  })
  let path = ''
  {
    await using log = await openSetupLog('kafka-image', () => undefined)
    path = log.path
    for (let line = 1; line <= 30; line++) log.append(`\u001B[91mline ${line}\n\u001B[0m`)
    expect(log.lastLines()[0]).toBe('line 11')
  }
  expect(path.slice(folder.path.length)).toMatch(/^\/\.streamassay\/setup\/kafka-image-[\dT.-]+Z\.log$/)
  expect(await readFile(path, 'utf8')).toMatch(/^line 1\nline 2\n(line \d+\n){27}line 30\n$/)
})
