/** Specs of the order of spec files. */
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { expect, test } from 'vitest'
import type { TestSpecification, Vitest } from 'vitest/node'

import { LargestFirst } from '../largest-first.ts'

const folder = fileURLToPath(new URL('../broken-jobs', import.meta.url))
const names = readdirSync(folder).filter((name) => name.endsWith('.spec.ts'))
const sequence = { groupOrder: 1, shuffle: false, seed: 1 }

const size = (name: string): number => statSync(`${folder}/${name}`).size

/** The order in which the specs of broken jobs would run, where vitest remembers none of them, and each is of a project. */
async function orderOf(
  settings: Partial<typeof sequence> = {},
  projectNamed: (name: string) => string = () => 'containers',
): Promise<string[]> {
  const config = { sequence: { ...sequence, ...settings } }
  const vitest = { config, cache: { getTestSpecificationResult: () => undefined } } as unknown as Vitest
  const files = names.map((name) => ({ moduleId: `${folder}/${name}`, project: { name: projectNamed(name), config } }))
  const sequencer = new LargestFirst(vitest)
  // oxlint-disable-next-line unicorn/no-array-sort -- the sort of a sequencer, which is no array
  const sorted = await sequencer.sort(files as TestSpecification[])
  return sorted.map(({ moduleId }) => moduleId.slice(folder.length + 1))
}

test('a file counts with the modules of specs/ that it imports: seeded bugs are long, and their file is short', async () => {
  const smallest = names.toSorted((one, other) => size(one) - size(other))[0]
  expect(smallest).toBe('seeded-bugs.spec.ts')
  const order = await orderOf()
  expect(order.toSorted()).toEqual(names.toSorted())
  expect(order.indexOf('seeded-bugs.spec.ts')).toBeLessThan(order.indexOf('zoo-of-operators.spec.ts'))
})

test('shuffled files have an order that follows from the seed', async () => {
  const shuffled = await orderOf({ shuffle: true, seed: 7 })
  expect(shuffled.toSorted()).toEqual(names.toSorted())
  expect(await orderOf({ shuffle: true, seed: 7 })).toEqual(shuffled)
  const orders = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => orderOf({ shuffle: true, seed })))
  expect(new Set(orders.map(String)).size).toBeGreaterThan(1)
})

const projectOf = (name: string): string => (name.startsWith('zoo') ? 'a' : 'b')

test('files of one project follow each other', async () => {
  for (const settings of [{}, { shuffle: true }]) {
    const projects = (await orderOf(settings, projectOf)).map(projectOf)
    expect(projects).toEqual(projects.toSorted())
  }
})
