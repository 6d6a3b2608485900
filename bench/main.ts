/** `npm run bench`: every figure of docs/performance.md, ours beside a baseline, measured in one go. */
import { writeFile } from 'node:fs/promises'

import { Command, InvalidArgumentError } from 'commander'

import { interruption, Interruption } from '../harness/cli/interrupt.ts'
import { errorText } from '../harness/errors.ts'
import { type Figure, figureJson } from './figure.ts'
import { type Letter, prepareGround } from './ground.ts'
import { letters } from './letters.ts'
import { markdownTable, plainTable } from './table.ts'

type LetterName = keyof typeof letters

interface Options {
  readonly only: readonly LetterName[]
  readonly runs: number
  readonly json?: string
  readonly markdown?: string
}

const allLetters = Object.keys(letters) as LetterName[]
const officialRuns = 5

const options = new Command('bench')
  .description('Measures streamassay beside what it is compared with; docs/performance.md says what each figure means.')
  .option('--only <letters>', 'measure these alone: a,c', lettersOf, allLetters)
  .option('--runs <number>', 'measurements of each side', numberOf, officialRuns)
  .option('--json <file>', 'write the figures as JSON')
  .option('--markdown <file>', 'write the table as Markdown')
  .parse()
  .opts<Options>()

function lettersOf(text: string): LetterName[] {
  const chosen = text.split(',').map((letter) => letter.trim())
  const unknown = chosen.filter((letter) => !(letter in letters))
  if (unknown.length > 0) throw new InvalidArgumentError(`There are ${allLetters.join(', ')}.`)
  return allLetters.filter((letter) => chosen.includes(letter))
}

function numberOf(text: string): number {
  const runs = Number(text)
  if (!Number.isInteger(runs) || runs < 1 || runs > 100) throw new InvalidArgumentError('A whole number from 1 to 100.')
  return runs
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)
/** While it goes on, on standard error: the table alone goes to standard output. */
const told = (text: string): void => void process.stderr.write(`${text}\n`)

process.exitCode = 2
const signal = interruption()
try {
  await bench(options)
  signal.throwIfAborted()
  process.exitCode = 0
} catch (error) {
  if (error instanceof Interruption) process.exitCode = error.exitCode
  else told(`\n${errorText(error)}`)
}
// A library may still hold a connection open.
process.exit()

async function bench({ only, runs, json, markdown }: Options): Promise<void> {
  const ground = await prepareGround({ runs, signal, tell: told })
  const figures: Figure[] = []
  for (const letter of only) {
    const { title, load } = letters[letter]
    const { measure }: { readonly measure: Letter } = await load()
    const beganMs = performance.now()
    told(`\n${letter}: ${title}`)
    figures.push(...(await measure({ ...ground, tell: (text) => told(`  ${text}`) })))
    told(`  done in ${Math.round((performance.now() - beganMs) / 1000)} s`)
    // Kept as they come: a later letter that fails must not cost what was measured before.
    if (json !== undefined) await writeFile(json, `${JSON.stringify(figures.map(figureJson), null, 2)}\n`)
    if (markdown !== undefined) await writeFile(markdown, `${markdownTable(figures)}\n`)
  }
  print(`\n${plainTable(figures)}`)
  if (runs < officialRuns)
    print(`\nNote: ${runs} of each side are too few for the official table; it has ${officialRuns}.`)
}
