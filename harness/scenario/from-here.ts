/** Paths as a user would type them. */
import { relative } from 'node:path'

/** A path from the working directory; one outside of it stays whole. */
export function fromHere(path: string): string {
  const shorter = relative(process.cwd(), path)
  return shorter.startsWith('..') ? path : shorter
}
