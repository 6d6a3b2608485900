/** A flowchart as SVG, for whoever has no yEd: the same places, shapes and labels. */
import { type Box, flowId, type LaidOut, letters, type Point, wave } from './layout.ts'
import type { Step } from './pipeline.ts'
import { type Element, xmlText } from './xml.ts'

const margin = 12
const ink = '#263238'
/** Half of the height of a store's lid. */
const lid = 6

/** The drawing on a white ground, as large as it is. */
export function svg({ width, height, groups, steps, flows }: LaidOut): string {
  const [wide, high] = [Math.ceil(width + 2 * margin), Math.ceil(height + 2 * margin)]
  return xmlText({
    svg: {
      '@xmlns': 'http://www.w3.org/2000/svg',
      '@viewBox': `${-margin} ${-margin} ${wide} ${high}`,
      '@width': wide,
      '@height': high,
      '@font-family': letters.family,
      '@font-size': letters.size,
      title: 'From the CSV file to the verdict',
      defs: {
        marker: {
          '@id': 'arrow',
          '@viewBox': '0 0 10 10',
          '@refX': 9,
          '@refY': 5,
          '@markerWidth': 8,
          '@markerHeight': 8,
          '@orient': 'auto',
          path: { '@d': 'M0,0 L10,5 L0,10 Z', '@fill': ink },
        },
      },
      rect: { '@x': -margin, '@y': -margin, '@width': wide, '@height': high, '@fill': '#FFFFFF' },
      g: [...groups.map(groupElement), ...flows.map(flowElement), ...steps.map(stepElement)],
    },
  })
}

const groupElement = ({ id, label, box }: LaidOut['groups'][number]): Element => ({
  '@id': `group-${id}`,
  rect: { ...boxed(box), '@rx': 8, '@fill': '#ECEFF1', '@stroke': '#90A4AE', '@stroke-dasharray': '6 4' },
  text: { '@x': box.x + 14, '@y': box.y + 22, '@font-weight': 'bold', '@fill': ink, '#text': label },
})

const stepElement = ({ id, label, shape, box }: LaidOut['steps'][number]): Element => ({
  '@id': `step-${id}`,
  path: { '@d': outlines[shape](box), '@fill': '#FFFFFF', '@stroke': ink },
  // The lid of a store takes the upper end of it.
  text: lines(label, centreOf(shape === 'store' ? { ...box, y: box.y + lid } : box)),
})

const flowElement = (flow: LaidOut['flows'][number]): Element => ({
  '@id': `flow-${flowId(flow)}`,
  path: {
    '@d': `M${flow.way.map(({ x, y }) => `${x},${y}`).join(' L')}`,
    '@fill': 'none',
    '@stroke': ink,
    '@marker-end': 'url(#arrow)',
  },
  ...(flow.label === null || flow.labelBox === null ? {} : { text: lines(flow.label, centreOf(flow.labelBox)) }),
})

/** A text of one line or several, its middle at a point. */
function lines(text: string, { x, y }: Point): Element[] {
  const all = text.split('\n')
  // A line's place is that of its base, which is a third of its letters below their middle.
  const first = y - ((all.length - 1) * letters.line) / 2 + letters.size / 3
  return all.map((line, at) => ({
    '@x': x,
    '@y': first + at * letters.line,
    '@text-anchor': 'middle',
    '@fill': ink,
    '#text': line,
  }))
}

const centreOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 })
const boxed = ({ x, y, width, height }: Box): Element => ({ '@x': x, '@y': y, '@width': width, '@height': height })

/** The outline of each shape, as the commands of a path. */
const outlines: Readonly<Record<Step['shape'], (box: Box) => string>> = {
  process: ({ x, y, width, height }) => `M${x},${y} h${width} v${height} h${-width} Z`,
  decision: ({ x, y, width, height }) =>
    `M${x + width / 2},${y} l${width / 2},${height / 2} l${-width / 2},${height / 2} l${-width / 2},${-height / 2} Z`,
  terminator: ({ x, y, width, height }) => {
    const r = height / 2
    return `M${x + r},${y} h${width - height} a${r},${r} 0 0 1 0,${height} h${height - width} a${r},${r} 0 0 1 0,${-height} Z`
  },
  document: ({ x, y, width, height }) => {
    return `M${x},${y} h${width} v${height - wave} q${-width / 4},${-wave} ${-width / 2},0 t${-width / 2},0 Z`
  },
  store: ({ x, y, width, height }) => {
    const [rx, ry] = [width / 2, lid]
    const side = height - 2 * ry
    return `M${x},${y + ry} a${rx},${ry} 0 0 1 ${width},0 v${side} a${rx},${ry} 0 0 1 ${-width},0 Z M${x},${y + ry} a${rx},${ry} 0 0 0 ${width},0`
  },
}
