/** What a long work says while it goes on: named steps that begin, tell what they do, and end. Words for a renderer. */

export type ProgressEvent =
  | { readonly kind: 'started'; readonly step: string }
  /** What is being done right now; the next one of the same step replaces it. */
  | { readonly kind: 'progress'; readonly step: string; readonly text: string }
  | { readonly kind: 'ended'; readonly step: string; readonly found: string; readonly durationMs: number }

export type Report = (event: ProgressEvent) => void

/** Reports one step around `work`, which may tell more as it goes and returns its value with a few words on what came of it. */
export async function reportStep<Value>(
  report: Report,
  step: string,
  work: (tell: (text: string) => void) => Promise<readonly [value: Value, found: string]>,
): Promise<Value> {
  const startedMs = performance.now()
  report({ kind: 'started', step })
  const [value, found] = await work((text) => report({ kind: 'progress', step, text }))
  report({ kind: 'ended', step, found, durationMs: Math.round(performance.now() - startedMs) })
  return value
}
