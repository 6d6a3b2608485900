/** Specs of what is told of a bad file: every fault at its place, in one report, before a stack is taken. */
import { expect, test, vi } from 'vitest'

import { run } from '../../../../harness/run.ts'
import type { Stack } from '../../../../harness/stack/stack.ts'
import { type BadFile, header, sound } from './bad/bad-file.ts'
import { cells } from './bad/cells.ts'
import { encodings } from './bad/encodings.ts'
import { headers } from './bad/headers.ts'
import { quotes } from './bad/quotes.ts'
import { days, refusal } from './bad/refusal.ts'
import { csvFile } from './csv-file.ts'

/** Everything that a run says of a file. */
async function told({ content }: Pick<BadFile, 'content'>) {
  await using file = await csvFile(content)
  const { code, message, details, remedy } = await refusal(days(file.path))
  return { code, says: [message, ...details].map((text) => text.replaceAll(file.path, 'rows.csv')), remedy }
}

/** The first problem also says how many there are. */
function withCount([first = '', ...others]: readonly string[]): string[] {
  if (others.length === 0) return [first]
  const stopped = others.length === 19 ? '; reading stopped there' : ''
  return [`${first} (and ${others.length} more${stopped})`, ...others]
}

test('a sound file goes on to the stack', async () => {
  await using file = await csvFile(`\ufeff${header}${sound}${sound.trimEnd()}\r\n${sound.trimEnd()}\r${sound}`)
  const stack = vi.fn<() => Promise<Stack>>(() => Promise.reject(new Error('asked for a stack')))
  await expect(run(days(file.path), { stack, rerunCommand: '' })).rejects.toThrow('asked for a stack')
})

test.each([...encodings, ...headers, ...quotes, ...cells])(
  '$name: nothing is sent, and all of it is told',
  async (file) => {
    const { code, says, remedy } = file
    expect(await told(file)).toEqual({ code, says: withCount(says), remedy: `${remedy} Nothing was sent.` })
  },
)

test('there are bad files enough, and no two of a name', () => {
  const names = [...encodings, ...headers, ...quotes, ...cells].map(({ name }) => name)
  expect(names.length).toBeGreaterThanOrEqual(45)
  expect(new Set(names).size).toBe(names.length)
})
