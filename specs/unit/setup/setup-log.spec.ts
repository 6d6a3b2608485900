/** The log of a set-up step: whole in its file, its lines told one by one, its end kept. */
import { mkdir, mkdtempDisposable, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import * as fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'

import { lineKeeper, openSetupLog } from '../../../harness/setup/setup-log.ts'
import { patience } from '../../patience.ts'

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
  inFolder(folder.path)
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

describe('a disk that is full', () => {
  // The log is named after the time: a link of that name leads it to a device that takes nothing.
  const timeMs = Date.UTC(2026, 10, 26)
  const name = 'kafka-image-2026-11-26T00-00-00.000Z.log'

  test('ends the file and not the step, and the last lines say so', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'setup-log-'))
    inFolder(folder.path)
    vi.spyOn(Date.prototype, 'toISOString').mockReturnValue(new Date(timeMs).toISOString())
    await mkdir(join(folder.path, '.streamassay', 'setup'), { recursive: true })
    await symlink('/dev/full', join(folder.path, '.streamassay', 'setup', name))
    const told: string[] = []
    {
      await using log = await openSetupLog('kafka-image', (line) => told.push(line))
      log.append('Step 1/9\n')
      await expect.poll(() => told, patience).toHaveLength(2)
      log.append('Step 2/9\n')
      expect(log.lastLines()).toEqual([
        'Step 1/9',
        '(the log is cut off here: ENOSPC: no space left on device, write)',
        'Step 2/9',
      ])
    }
  })

  test('or a folder that cannot be written to is told before the step begins', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'setup-log-'))
    inFolder(folder.path)
    await writeFile(join(folder.path, '.streamassay'), 'no folder')
    await expect(openSetupLog('kafka-image', () => undefined)).rejects.toMatchObject({
      code: 'SETUP_FAILED',
      message: expect.stringMatching(/^cannot write .*\/\.streamassay\/setup\/kafka-image-.*: (ENOTDIR|EEXIST)/),
      remedy: expect.stringContaining('Make this folder writable'),
    })
  })
})

function inFolder(path: string): void {
  vi.spyOn(process, 'cwd').mockReturnValue(path)
  onTestFinished(() => {
    vi.restoreAllMocks()
  })
}

test('the file ends at 32 MiB, and says so; the step goes on', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'setup-log-'))
  inFolder(folder.path)
  const log = await openSetupLog('endless', () => undefined)
  const mebibyte = `${'x'.repeat(2 ** 20 - 1)}\n`
  for (let at = 0; at < 40; at += 1) log.append(mebibyte)
  log.append('the last line\n')
  await log[Symbol.asyncDispose]()
  const text = await readFile(log.path, 'utf8')
  expect(text.length).toBeLessThan(33 * 2 ** 20)
  expect(text.slice(-60)).toMatch(/\n\(the log is cut off here, at 32 MiB\)\n$/)
  expect(log.lastLines().at(-1)).toBe('the last line')
})

test('older logs make room for a new one', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'setup-log-'))
  inFolder(folder.path)
  for (let at = 0; at < 53; at += 1) await (await openSetupLog('engine', () => undefined))[Symbol.asyncDispose]()
  expect((await readdir(join(folder.path, '.streamassay', 'setup'))).length).toBeLessThanOrEqual(51)
})
