/** A drawing is the same text whenever it is drawn, and is SVG that can be read back. */
import { XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'

import { axis, bar, base, line, size } from '../../../../../labs/experiments/draw/parts.ts'
import { svgOf } from '../../../../../labs/experiments/draw/svg.ts'

const drawing = {
  ...size,
  option: {
    ...base('Cats & dogs'),
    xAxis: { ...axis('category', ''), data: ['one'] },
    yAxis: axis('value', 'rows'),
    series: [bar('cats', [1234]), line('dogs', [[0, 1]])],
  },
}

test('a chart that is drawn after others is what it was before them', () => {
  const first = svgOf(drawing)
  svgOf({ ...drawing, width: 300 })
  expect(svgOf(drawing)).toBe(first)
})

test('a chart has its title, its legend and its values as text', () => {
  const svg = svgOf(drawing)
  expect(XMLValidator.validate(svg)).toBe(true)
  for (const text of ['Cats &amp; dogs', 'cats', 'dogs', '1,234', 'rows']) expect(svg).toContain(`>${text}</text>`)
})
