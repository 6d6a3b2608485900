/** Where a function of a scenario threw: the file and the line that are the user's own. */
import { fileURLToPath } from 'node:url'

import { StreamassayError } from '../../errors.ts'
import { fromHere } from '../from-here.ts'

const harness = fileURLToPath(new URL('../..', import.meta.url))

/** A frame of a stack, or the first line of a syntax error's: a path, a line, and no column there. */
const framePattern = /(?:^|[\s(])(file:\/\/)?(\/[^():?]+)(?:\?[^:)]*)?:(\d+)(?::\d+)?\)?$/

/**
 * ", thrown at FILE:LINE" to go behind a message, with the innermost line that is neither the harness's nor a library's;
 * empty where there is none, as for what the harness itself finds wrong.
 */
export function thrownAt(thrown: unknown): string {
  const place = placeOf(causeOf(thrown))
  return place === null ? '' : `, thrown at ${place}`
}

/** The error that a user's function threw is the cause of ours. */
const causeOf = (thrown: unknown): unknown =>
  thrown instanceof StreamassayError && thrown.cause instanceof Error ? causeOf(thrown.cause) : thrown

const isOurs = ({ path }: { readonly path: string }): boolean => path.startsWith(harness)

function placeOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || thrown.stack === undefined) return null
  const frames = thrown.stack.split('\n').flatMap((line) => {
    const [, scheme, path, number] = framePattern.exec(line) ?? []
    return path === undefined ? [] : [{ path: scheme === undefined ? path : decodeURI(path), line: number }]
  })
  const first = frames.findIndex((frame) => !isOurs(frame) && !frame.path.includes('/node_modules/'))
  const place = frames[first]
  if (place === undefined) return null
  // Below our own frames stands whoever called us, a spec say, unless we in turn have called it.
  const isCaller = frames.slice(0, first).some(isOurs) && !frames.slice(first).some(isOurs)
  return isCaller ? null : `${fromHere(place.path)}:${place.line}`
}
