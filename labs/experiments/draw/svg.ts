/** A chart as SVG, drawn by Apache ECharts without a browser; the same chart is the same text, whatever was drawn before it. */
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])

export interface Drawing {
  readonly option: EChartsCoreOption
  readonly width: number
  readonly height: number
}

/** What a page would need to react to a pointer, by names that ECharts counts on from chart to chart. */
const reactions = / (?:class|ecmeta_\w+)="[^"]*"|<style[^]*?<\/style>\n?/g
const countedIds = /zr\d+-/g

/** Draws a chart. */
export function svgOf({ option, width, height }: Drawing): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({ animation: false, backgroundColor: '#ffffff', ...option })
    return `${chart.renderToSVGString().replaceAll(reactions, '').replaceAll(countedIds, 'chart-')}\n`
  } finally {
    chart.dispose()
  }
}
