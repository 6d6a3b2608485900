/** What tables and charts say in the same words. */
import type { Spread } from '../../../bench/statistics.ts'
import { numberText } from '../../../bench/table.ts'
import type { Way } from '../measurements.ts'

/** `process mode, bundles of 5 ms` */
export const wayText = ({ mode, bundleMs }: Way): string =>
  bundleMs === null ? `${mode} mode` : `${mode} mode, bundles of ${bundleMs} ms`

/** `29,300 (27,300 to 31,600)`: the median and the range; one measurement stands alone. */
export const spreadText = ({ median, min, max }: Spread): string =>
  min === max ? numberText(median) : `${numberText(median)} (${numberText(min)} to ${numberText(max)})`
