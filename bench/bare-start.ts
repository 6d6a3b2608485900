/** Prints the tables of starts that bare-start.sh has timed: those on a bare machine, and the second one of each. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { stepsOf, stepTable } from './step-table.ts'

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: bench/bare-start.ts FOLDER')

async function tableOf(kind: string, kept: string): Promise<string> {
  const names = (await readdir(kept)).filter((name) => new RegExp(`^${kind}-\\d+\\.log$`).test(name)).toSorted(byNumber)
  const logs = await Promise.all(names.map((name) => readFile(join(kept, name), 'utf8')))
  return stepTable(logs.map(stepsOf))
}

const numberIn = (name: string): number => Number(/\d+/.exec(name)?.[0])
const byNumber = (one: string, other: string): number => numberIn(one) - numberIn(other)

const text = `On a bare machine:\n\n${await tableOf('bare', folder)}\n\nA second time:\n\n${await tableOf('second', folder)}\n`
await writeFile(join(folder, 'table.md'), text)
process.stdout.write(text)
