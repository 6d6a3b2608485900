/** Where measurements go: a file for programs, charts, and tables between the markers of the page. */
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { claimNames } from './claims.ts'
import { chartsOf } from './draw/charts.ts'
import { svgOf } from './draw/svg.ts'
import { sectionOf } from './draw/tables.ts'
import type { ClaimName, Measurements } from './measurements.ts'

/** The page, from the folder of the document. */
export const pageName = 'claims.md'
/** The folder of its charts and its measurements. */
export const folderName = 'claims'
const fileName = 'measurements.json'

const beginOf = (claim: ClaimName): string => `<!-- ${claim}: measured, do not edit -->`
const endOf = (claim: ClaimName): string => `<!-- ${claim}: end -->`

/**
 * The page with the tables of what has been measured in the place of those that it had; what is written by hand stays.
 *
 * @throws when the page has no markers for a claim
 */
export function pageWith(page: string, measurements: Measurements): string {
  return claimNames.reduce((text, claim) => {
    const section = sectionOf(claim, measurements)
    if (section === null) return text
    const [begin, end] = [text.indexOf(beginOf(claim)), text.indexOf(endOf(claim))]
    if (begin < 0 || end < begin) {
      throw new Error(
        `${pageName} has no place for ${claim}: write the lines "${beginOf(claim)}" and "${endOf(claim)}"`,
      )
    }
    return `${text.slice(0, begin + beginOf(claim).length)}\n\n${section}\n\n${text.slice(end)}`
  }, page)
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Returns the page as the project's formatter writes it: prose wrapped, columns of tables aligned. */
export async function formattedPage(page: string): Promise<string> {
  const formatter = join(root, 'node_modules/oxfmt/bin/oxfmt')
  const formatting = promisify(execFile)(process.execPath, [formatter, `--stdin-filepath=docs/${pageName}`], {
    cwd: root,
  })
  formatting.child.stdin?.end(page)
  return (await formatting).stdout
}

/** A page without a word by hand, for measurements that are tried out. */
export const emptyPage = (): string =>
  `# Tried out\n\n${claimNames.map((claim) => `${beginOf(claim)}\n${endOf(claim)}\n`).join('\n')}`

/** Every chart that can be drawn, by its path from the folder of the document. */
export const chartFiles = (measurements: Measurements): ReadonlyMap<string, string> =>
  new Map(chartsOf(measurements).map(({ name, ...chart }) => [join(folderName, `${name}.svg`), svgOf(chart)]))

/** What has been measured before; nothing where there is no such file. */
export async function readMeasurements(folder: string): Promise<Measurements> {
  const text = await orNothing(readFile(join(folder, folderName, fileName), 'utf8'))
  return text === null ? {} : (JSON.parse(text) as Measurements)
}

/** Writes measurements, and draws every table and chart anew. */
export async function writeDocument(folder: string, measurements: Measurements): Promise<void> {
  await mkdir(join(folder, folderName), { recursive: true })
  await writeFile(join(folder, folderName, fileName), `${JSON.stringify(measurements, null, 2)}\n`)
  for (const [path, svg] of chartFiles(measurements)) await writeFile(join(folder, path), svg)
  const page = join(folder, pageName)
  const before = await orNothing(readFile(page, 'utf8'))
  await mkdir(dirname(page), { recursive: true })
  await writeFile(page, await formattedPage(pageWith(before ?? emptyPage(), measurements)))
}

const orNothing = (reading: Promise<string>): Promise<string | null> =>
  reading.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
