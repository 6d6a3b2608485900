/** XML as both drawings write it. */
import { XMLBuilder } from 'fast-xml-parser'

/** Children by name, a list where there are several; attributes by their name behind an @; a text as `#text`. */
export type Element = Readonly<Record<string, unknown>>

/** An element as text, a line for each of those in it. */
export const xmlText = (root: Element): string =>
  new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, suppressEmptyNode: true }).build(
    root,
  )
