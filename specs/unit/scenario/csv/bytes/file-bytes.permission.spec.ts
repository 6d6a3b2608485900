/** Specs of a file that this user may not read: no run of it takes a stack. */
import { chmod } from 'node:fs/promises'
import { dirname } from 'node:path'

import { expect, test } from 'vitest'

import { header, sound } from '../bad/bad-file.ts'
import { days, refusal } from '../bad/refusal.ts'
import { csvFile } from '../csv-file.ts'

/** Runs `work` as a user who may not read what others keep to themselves: root may read everything. */
async function asNobody<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const user = process.geteuid?.()
  if (user === 0) process.seteuid?.('nobody')
  try {
    return await work()
  } finally {
    if (user === 0) process.seteuid?.(0)
  }
}

test.each([
  ['to read the file', 0o755, 0o000],
  ['to enter its folder', 0o000, 0o644],
])('without permission %s, it is said who has to be given which right', async (_what, folderMode, fileMode) => {
  const remedy = 'Allow this user to read the file and to enter its folders.'
  await using file = await csvFile(header + sound)
  const folder = dirname(file.path)
  await chmod(file.path, fileMode)
  await chmod(folder, folderMode)
  const error = await asNobody(() => refusal(days(file.path)))
  await chmod(folder, 0o755)
  expect(error).toMatchObject({ code: 'CSV_UNREADABLE', message: `no permission to read ${file.path}`, remedy })
})
