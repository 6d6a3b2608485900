/** Specs of how docs/course.md is read, and that what it shows and links to is there. */
import { access, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import { describe, expect, test } from 'vitest'

import { missingLine, stepsOf } from '../../scenarios/course-steps.ts'

const course = new URL('../../../docs/course.md', import.meta.url)

const fenced = (head: string, ...lines: string[]): string => ['```' + head, ...lines, '```', ''].join('\n')

describe('the blocks of a course', () => {
  test('are what is typed, with what it prints, and what is written', () => {
    const text = [
      fenced('sh lab', 'up'),
      fenced('text', 'ready', '', 'at …'),
      'Words.',
      fenced('ts my/file.ts', 'export {}'),
      fenced('sh again', 'look'),
      fenced('sh fails', 'break'),
    ].join('\n')
    const plain = { prints: [], lab: null, isRepeated: false, fails: false }
    expect(stepsOf(text)).toEqual([
      { ...plain, commands: 'up\n', lab: 'lab', prints: ['ready', 'at …'] },
      { path: 'my/file.ts', content: 'export {}\n' },
      { ...plain, commands: 'look\n', isRepeated: true },
      { ...plain, commands: 'break\n', fails: true },
    ])
  })

  test('may be nothing else', () => {
    expect(() => stepsOf(fenced('text', 'printed by nobody'))).toThrow('a text block of the course is neither typed')
    expect(() => stepsOf(fenced('ts', 'nowhere'))).toThrow('a ts block of the course')
  })
})

describe('what is printed', () => {
  const said = 'verdict: pass\nall 506 rows (in 3.1 s)\nall 506 rows'

  test.for([
    [['verdict: pass', 'all 506 rows'], null],
    [['all … rows (in … s)'], null],
    [['all 507 rows'], 'all 507 rows'],
    [['all 506 rows', 'verdict: pass'], 'verdict: pass'],
    [['all 506 rows', 'all 506 rows', 'all 506 rows'], 'all 506 rows'],
  ] as const)('is looked for in its order: %j', ([prints, missing]) => expect(missingLine(prints, said)).toBe(missing))
})

test('every command of the course has what it prints, but what only prepares the next one', async () => {
  const silent = stepsOf(await readFile(course, 'utf8')).filter(
    (step) => 'commands' in step && step.prints.length === 0,
  )
  expect(silent.map((step) => ('commands' in step ? step.commands.split('\n')[0] : ''))).toEqual([
    'npx streamassay setup',
    expect.stringMatching(/^sed -i 's\/\+ 30/),
    'docker compose down --volumes',
  ])
})

test('every picture and file that the course names is there', async () => {
  const text = await readFile(course, 'utf8')
  const links = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link)
  expect(links.length).toBeGreaterThan(12)
  for (const link of links) await expect(access(fileURLToPath(new URL(link, course)))).resolves.toBeUndefined()
})
