/** What charts are put together of: their ground, their axes, lines and bars, in the terms of ECharts. */

/** Of most charts, in pixels. */
export const size = { width: 760, height: 420 }
const ink = '#263238'
/** Told apart by those who see no difference between red and green as well. */
export const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9']
const text = { color: ink, fontFamily: 'sans-serif' }

/** The ground of a chart. */
export const base = (title: string) => ({
  color: colours,
  textStyle: text,
  title: { text: title, left: 'center', textStyle: { ...text, fontSize: 15 } },
  // The widths of letters are guessed where there is no screen, and a little too small.
  legend: { bottom: 0, itemGap: 26, textStyle: text, silent: true },
  grid: { left: 70, right: 30, top: 80, bottom: 80 },
})

/** An axis with its name. */
export const axis = (type: 'log' | 'value' | 'category', name: string) => ({
  type,
  name,
  nameLocation: 'middle',
  nameGap: 45,
  axisLabel: { color: ink },
  nameTextStyle: { color: ink },
  axisLine: { show: true, lineStyle: { color: ink } },
  splitLine: { show: type !== 'category', lineStyle: { color: '#e0e0e0' } },
})
/** An axis that lies below needs less room for its numbers. */
export const below = { nameGap: 28 }

export interface LineLooks {
  readonly dashed?: boolean
  readonly colour?: string
  /** Whether each point is marked; it is when not given. */
  readonly marked?: boolean
}

/** A line through points, in the order in which they are given. */
export const line = (
  name: string,
  points: readonly (readonly [number, number])[],
  { dashed = false, colour, marked = true }: LineLooks = {},
) => ({
  name,
  type: 'line',
  silent: true,
  symbol: marked ? 'circle' : 'none',
  symbolSize: 7,
  lineStyle: { width: 2, type: dashed ? 'dashed' : 'solid' },
  ...(colour && { color: colour }),
  data: points.map((point) => [...point]),
})

/** The value of a bar, written at its end. */
export const valueLabel = (position: 'top' | 'right') => ({
  show: true,
  position,
  color: ink,
  formatter: ({ value }: { readonly value: number }) => value.toLocaleString('en-GB'),
})

/** Null where there is no bar; with a label where that is not the value. */
export type BarValue = number | { readonly value: number; readonly label: { readonly formatter: string } } | null

/** A bar for each value, with the value on it. */
export const bar = (name: string, values: readonly BarValue[], more: object = {}) => ({
  name,
  type: 'bar',
  silent: true,
  data: [...values],
  barMaxWidth: 90,
  label: valueLabel('top'),
  ...more,
})
