/** Where everything of a flowchart stands: laid out by the Eclipse Layout Kernel, in layers from top to bottom. */
import elk, { type ElkExtendedEdge, type ElkNode } from 'elkjs/lib/elk.bundled.js'

import type { Flow, Flowchart, Step } from './pipeline.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** In pixels, from the upper left corner of the drawing. */
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

export interface LaidOut {
  readonly width: number
  readonly height: number
  readonly groups: readonly { readonly id: string; readonly label: string; readonly box: Box }[]
  readonly steps: readonly (Step & { readonly box: Box })[]
  /** `way` leads from the edge of one step to that of the other; `labelBox` is null where there is no label. */
  readonly flows: readonly (Flow & { readonly way: readonly Point[]; readonly labelBox: Box | null })[]
}

/** Of the letters that both drawings use: Helvetica or what stands for it, at 12 pixels. */
export const letters = { family: 'Helvetica, Arial, sans-serif', size: 12, line: 15, width: 6.4 }

const settings = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.spacing.nodeNodeBetweenLayers': '34',
  'elk.spacing.nodeNode': '30',
  'elk.spacing.edgeLabel': '4',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
}
/** Room for the group's name above its steps. */
const groupSettings = { 'elk.padding': '[top=40,left=20,bottom=20,right=20]' }

/** Computes the layout; the same for the same flowchart. */
export async function layOut(chart: Flowchart): Promise<LaidOut> {
  const within = (group: string | null): ElkNode[] => chart.steps.filter((step) => step.group === group).map(nodeOf)
  const graph: ElkNode = {
    id: 'root',
    layoutOptions: settings,
    children: [
      ...within(null),
      ...chart.groups.map(({ id }) => ({ id, layoutOptions: groupSettings, children: within(id) })),
    ],
    edges: chart.flows.map((flow) => ({
      id: flowId(flow),
      sources: [flow.from],
      targets: [flow.to],
      labels: flow.label === null ? [] : [{ text: flow.label, ...textSize(flow.label) }],
    })),
  }
  const root = await new elk.default().layout(graph)
  const top = root.children ?? []
  const nodes = new Map(top.concat(top.flatMap(({ children = [] }) => children)).map((node) => [node.id, node]))
  const shapes = new Map(chart.steps.map(({ id, shape }) => [id, shape]))
  const edges = new Map((root.edges ?? []).map((edge) => [edge.id, edge]))
  return {
    width: root.width ?? 0,
    height: root.height ?? 0,
    groups: chart.groups.map((group) => ({ ...group, box: boxOf(nodes.get(group.id)) })),
    steps: chart.steps.map((step) => ({ ...step, box: boxOf(nodes.get(step.id)) })),
    flows: chart.flows.map((flow) => {
      const edge = edges.get(flowId(flow))
      const label = edge?.labels?.[0]
      const [first, ...others] = wayOf(edge)
      const last = others.pop()
      if (first === undefined || last === undefined) throw notLaidOut()
      const outline = (id: string, point: Point): Point => onOutline(point, shapes.get(id), boxOf(nodes.get(id)))
      const way = [outline(flow.from, first), ...others, outline(flow.to, last)]
      return { ...flow, way, labelBox: label === undefined ? null : boxOf(label) }
    }),
  }
}

/** How far the lower edge of a document swings. */
export const wave = 8

/** The kernel takes every step for a box: a way goes on to the slope of a diamond, and to the wave of a document. */
function onOutline(point: Point, shape: Step['shape'] | undefined, { x, y, width, height }: Box): Point {
  const isAbove = point.y < y + height / 2
  if (shape === 'document' && !isAbove) return { x: point.x, y: point.y - wave }
  if (shape !== 'decision') return point
  const slope = (Math.abs(point.x - (x + width / 2)) / width) * height
  return { x: point.x, y: isAbove ? y + slope : y + height - slope }
}

const nodeOf = (step: Step): ElkNode => ({ id: step.id, ...sizeOf(step) })

/** Names a flow in a drawing. */
export const flowId = ({ from, to }: Pick<Flow, 'from' | 'to'>): string => `${from}--${to}`

const textSize = (text: string): { width: number; height: number } => {
  const lines = text.split('\n')
  const longest = Math.max(...lines.map((line) => line.length))
  return { width: Math.ceil(longest * letters.width), height: lines.length * letters.line }
}

function sizeOf({ label, shape }: Step): { width: number; height: number } {
  const { width, height } = textSize(label)
  // A text has half of a diamond's width where the diamond has half of its height.
  if (shape === 'decision') return { width: width * 2 + 10, height: height * 2 + 20 }
  return { width: width + 36, height: height + 24 }
}

function boxOf(laid: Partial<Box> | undefined): Box {
  const { x, y, width, height } = laid ?? {}
  if (x === undefined || y === undefined || width === undefined || height === undefined) throw notLaidOut()
  return { x, y, width, height }
}

function wayOf(edge: ElkExtendedEdge | undefined): Point[] {
  const section = edge?.sections?.[0]
  if (section === undefined) throw notLaidOut()
  return [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(({ x, y }) => ({ x, y }))
}

const notLaidOut = (): Error => new Error('the layout has no place for something: is an id used twice?')
