/** A flowchart as GraphML for yEd: its flowchart shapes, groups that can be folded, edges with their bends. */
import { type Box, flowId, type LaidOut, type Point } from './layout.ts'
import type { Step } from './pipeline.ts'
import { type Element, xmlText } from './xml.ts'

/** The names of yEd's own flowchart shapes. */
const configurations: Readonly<Record<Step['shape'], string>> = {
  terminator: 'com.yworks.flowchart.terminator',
  document: 'com.yworks.flowchart.document',
  process: 'com.yworks.flowchart.process',
  decision: 'com.yworks.flowchart.decision',
  store: 'com.yworks.flowchart.dataBase',
}

/** The drawing as a file that yEd opens. */
export function graphml({ groups, steps, flows }: LaidOut): string {
  const within = (group: string | null): Element[] => steps.filter((step) => step.group === group).map(nodeOf)
  const boxes = new Map(steps.map(({ id, box }) => [id, box]))
  return xmlText({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    graphml: {
      '@xmlns': 'http://graphml.graphdrawing.org/xmlns',
      '@xmlns:y': 'http://www.yworks.com/xml/graphml',
      key: [
        { '@for': 'node', '@id': 'node-graphics', '@yfiles.type': 'nodegraphics' },
        { '@for': 'edge', '@id': 'edge-graphics', '@yfiles.type': 'edgegraphics' },
      ],
      graph: {
        '@id': 'flowchart',
        '@edgedefault': 'directed',
        node: [
          ...within(null),
          ...groups.map(({ id, label, box }) => ({
            '@id': id,
            '@yfiles.foldertype': 'group',
            data: { '@key': 'node-graphics', ...groupGraphics(label, box) },
            graph: { '@id': `${id}-steps`, '@edgedefault': 'directed', node: within(id) },
          })),
        ],
        edge: flows.map((flow) => ({
          '@id': flowId(flow),
          '@source': flow.from,
          '@target': flow.to,
          data: { '@key': 'edge-graphics', ...edgeGraphics(flow, boxes) },
        })),
      },
    },
  })
}

function nodeOf({ id, label, shape, box }: LaidOut['steps'][number]): Element {
  return {
    '@id': id,
    data: {
      '@key': 'node-graphics',
      'y:GenericNode': {
        '@configuration': configurations[shape],
        'y:Geometry': geometry(box),
        'y:Fill': { '@color': '#FFFFFF', '@transparent': 'false' },
        'y:BorderStyle': { '@color': '#263238', '@type': 'line', '@width': '1.0' },
        'y:NodeLabel': { '@fontFamily': 'Dialog', '@fontSize': '12', '#text': label },
      },
    },
  }
}

const groupGraphics = (label: string, box: Box): Element => ({
  'y:ProxyAutoBoundsNode': {
    'y:Realizers': {
      '@active': '0',
      'y:GroupNode': {
        'y:Geometry': geometry(box),
        'y:Fill': { '@color': '#ECEFF1', '@transparent': 'false' },
        'y:BorderStyle': { '@color': '#90A4AE', '@type': 'dashed', '@width': '1.0' },
        'y:NodeLabel': { '@modelName': 'internal', '@modelPosition': 't', '@fontStyle': 'bold', '#text': label },
        'y:Shape': { '@type': 'roundrectangle' },
        'y:State': { '@closed': 'false' },
      },
    },
  },
})

function edgeGraphics({ from, to, label, way }: LaidOut['flows'][number], boxes: ReadonlyMap<string, Box>): Element {
  const [first, last] = [fromCentre(way.at(0), boxes.get(from)), fromCentre(way.at(-1), boxes.get(to))]
  return {
    'y:PolyLineEdge': {
      'y:Path': {
        '@sx': first.x,
        '@sy': first.y,
        '@tx': last.x,
        '@ty': last.y,
        'y:Point': way.slice(1, -1).map(({ x, y }) => ({ '@x': x, '@y': y })),
      },
      'y:LineStyle': { '@color': '#263238', '@type': 'line', '@width': '1.0' },
      'y:Arrows': { '@source': 'none', '@target': 'standard' },
      ...(label === null ? {} : { 'y:EdgeLabel': { '@modelName': 'side_slider', '#text': label } }),
      'y:BendStyle': { '@smoothed': 'false' },
    },
  }
}

const geometry = ({ x, y, width, height }: Box): Element => ({ '@x': x, '@y': y, '@width': width, '@height': height })

/** yEd counts the ends of an edge from the middle of its node. */
function fromCentre(point: Point | undefined, box: Box | undefined): Point {
  if (point === undefined || box === undefined) throw new Error('a flow ends at a step that is not there')
  return { x: point.x - (box.x + box.width / 2), y: point.y - (box.y + box.height / 2) }
}
