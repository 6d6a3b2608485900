/** What tables and charts say in the same words. */
import type { Way } from '../measurements.ts'

/** `process mode, bundles of 5 ms` */
export const wayText = ({ mode, bundleMs }: Way): string =>
  bundleMs === null ? `${mode} mode` : `${mode} mode, bundles of ${bundleMs} ms`
