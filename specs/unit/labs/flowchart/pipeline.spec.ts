/** The flowchart's two files are what its description says, read back from them; and the description is what the job does. */
import { readFile } from 'node:fs/promises'

import { XMLParser } from 'fast-xml-parser'
import { describe, expect, test } from 'vitest'

import { graphml } from '../../../../labs/flowchart/graphml.ts'
import { layOut } from '../../../../labs/flowchart/layout.ts'
import { weatherProject } from '../../../../labs/flowchart/pipeline.ts'
import { svg } from '../../../../labs/flowchart/svg.ts'

const root = new URL('../../../../', import.meta.url)
const file = (path: string): Promise<string> => readFile(new URL(path, root), 'utf8')
const { groups, steps, flows } = weatherProject

/** An element as the parser gives it: attributes with an @, children as lists. */
interface Element {
  readonly [name: string]: string | readonly Element[]
}
const parsed = (text: string): Element =>
  new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
    alwaysCreateTextNode: true,
  }).parse(text) as Element
const children = (element: Element | undefined, name: string): readonly Element[] =>
  (element?.[name] ?? []) as readonly Element[]
/** The first element at the end of a way down. */
const below = (element: Element | undefined, ...names: readonly string[]): Element | undefined =>
  names.reduce<Element | undefined>((at, name) => children(at, name)[0], element)
const attribute = (element: Element | undefined, name: string): string => {
  const value = element?.[name] ?? ''
  if (typeof value !== 'string') throw new TypeError(`${name} is no attribute`)
  return value
}
const textIn = (element: Element | undefined): string => attribute(element, '#text')

test('both files are drawn from the description as it is: npm run flowchart', async () => {
  const laidOut = await layOut(weatherProject)
  expect(await file('docs/flowchart.graphml')).toBe(graphml(laidOut))
  expect(await file('docs/flowchart.svg')).toBe(svg(laidOut))
})

const graphOf = async (): Promise<Element | undefined> =>
  below(parsed(await file('docs/flowchart.graphml')), 'graphml', 'graph')
const stepsIn = (graph: Element | undefined, group: string | null) =>
  children(graph, 'node')
    .filter((node) => node['@yfiles.foldertype'] === undefined)
    .map((node) => {
      const shape = below(node, 'data', 'y:GenericNode')
      return {
        id: attribute(node, '@id'),
        group,
        label: textIn(below(shape, 'y:NodeLabel')),
        kind: shape?.['@configuration'],
      }
    })

describe('docs/flowchart.graphml', () => {
  test('has every step, in its group and in the shape of its kind', async () => {
    const graph = await graphOf()
    const folders = children(graph, 'node').filter((node) => node['@yfiles.foldertype'] === 'group')
    const read = [
      ...stepsIn(graph, null),
      ...folders.flatMap((folder) => stepsIn(below(folder, 'graph'), attribute(folder, '@id'))),
    ]
    const kinds = {
      terminator: 'terminator',
      document: 'document',
      process: 'process',
      decision: 'decision',
      store: 'dataBase',
    }
    const described = steps.map(({ id, group, label, shape }) => {
      return { id, group, label, kind: `com.yworks.flowchart.${kinds[shape]}` }
    })
    expect(read.toSorted(byId)).toEqual(described.toSorted(byId))
    expect(folders.map(groupLabel)).toEqual(groups.map(({ label }) => label))
  })

  test('has every flow, from the edge of one step to that of another', async () => {
    const graph = await graphOf()
    const edges = children(graph, 'edge')
    expect(
      edges.map((edge) => {
        const label = below(edge, 'data', 'y:PolyLineEdge', 'y:EdgeLabel')
        return { from: edge['@source'], to: edge['@target'], label: label === undefined ? null : textIn(label) }
      }),
    ).toEqual(flows)
    const { steps: laid } = await layOut(weatherProject)
    for (const edge of edges) {
      const path = below(edge, 'data', 'y:PolyLineEdge', 'y:Path')
      const box = laid.find(({ id }) => id === edge['@source'])?.box
      expect(Math.abs(Number(attribute(path, '@sx')))).toBeLessThanOrEqual((box?.width ?? 0) / 2)
      expect(Number(attribute(path, '@sy'))).toBeGreaterThan(0)
      expect(Number(attribute(path, '@ty'))).toBeLessThan(0)
    }
  })
})

test('docs/flowchart.svg has every step, group and flow with its label', async () => {
  const drawn = children(below(parsed(await file('docs/flowchart.svg')), 'svg'), 'g').map((element) => [
    element['@id'],
    children(element, 'text').map(textIn).join('\n'),
  ])
  expect(drawn).toEqual([
    ...groups.map(({ id, label }) => [`group-${id}`, label]),
    ...flows.map(({ from, to, label }) => [`flow-${from}--${to}`, label ?? '']),
    ...steps.map(({ id, label }) => [`step-${id}`, label]),
  ])
})

test('no step covers another', async () => {
  const { steps: laid } = await layOut(weatherProject)
  for (const [at, { box }] of laid.entries()) {
    for (const { box: other } of laid.slice(at + 1)) {
      const isBeside = box.x + box.width < other.x || other.x + other.width < box.x
      const isBelow = box.y + box.height < other.y || other.y + other.height < box.y
      expect(isBeside || isBelow).toBe(true)
    }
  }
})

test('the operators are those of the job, in its order', async () => {
  const main = (await file('pyflink-jobs/weather/job.py')).split('def main')[1] ?? ''
  const inJob = [...main.matchAll(/\b(read|map|filter|flat_map|key_by|reduce|write)\(([\w.]+)/g)].map(
    ([, operator, of]) => `${operator} ${of}`,
  )
  const described = alongTheArrows('source', 'sink').map((id) => labelOf(id).replace('\n', ' '))
  // A source and a sink are named by what they are, and made by functions that the jobs share.
  const made = { 'from_source KafkaSource': 'read environment', 'sink_to KafkaSink': 'write lines' }
  expect(described.map((name) => (made as Record<string, string>)[name] ?? name)).toEqual(inJob)
})

/** The steps that a row which is kept comes to, as they are drawn: from one to the next, and from a decision where it is true. */
function alongTheArrows(first: string, last: string): string[] {
  const way = [first]
  while (way.at(-1) !== last) {
    const next = flows.filter(({ from, label }) => from === way.at(-1) && (label === null || label === 'True'))
    const [only] = next
    if (only === undefined || next.length > 1 || way.includes(only.to))
      throw new Error(`no way from ${way.at(-1)} to ${last}`)
    way.push(only.to)
  }
  return way
}

const labelOf = (id: string): string => steps.find((one) => one.id === id)?.label ?? ''
const byId = ({ id: one }: { id: string }, { id: other }: { id: string }): number => (one < other ? -1 : 1)
const groupLabel = (folder: Element): string =>
  textIn(below(folder, 'data', 'y:ProxyAutoBoundsNode', 'y:Realizers', 'y:GroupNode', 'y:NodeLabel'))
