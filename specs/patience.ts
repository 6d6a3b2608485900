/** How long specs wait. Limits in real time stand here with their reasons, so that no spec fails because its machine is busy. */

/**
 * A limit that must not be what ends the work: longer than the runner gives any spec. Work that lacks the cause that ends it
 * fails by the limit of the runner.
 */
export const neverMs = 10 * 60_000

/**
 * A limit that is what a spec is about: nothing else can end the work, and nothing must have happened before. Where something
 * must have been seen by then, take `limitByHand`.
 */
export const onlyThisEndsItMs = 200

/** The limit of a real job that never ends by itself, and that has begun by then: submitting is not part of it. */
export const lateJobMs = 4000

/** For `expect.poll` and `vi.waitUntil`, whose own limit is one second. It is shorter than the limit of the runner. */
export const patience = { timeout: 45_000, interval: 5 }

/** Fulfilled in the next turn of the event loop: what does not wait for a timer, a file or a socket is there before. */
export const nextTurn = (): Promise<string> => new Promise((resolve) => setImmediate(resolve, 'it waits'))

/** What must be fast, where being fast is the promise: the 95th percentile of 20 measurements of an idle machine. */
export const promises = {
  'pairing 50,000 rows of one value': { idleP95Ms: 180, limitMs: 15_000 },
  'draining an empty topic': { idleP95Ms: 40, limitMs: 3000 },
  // Ten seconds of it are for logs that nobody can read any more. A job's own limit, which must not be what ends it, is two minutes.
  'noticing a lost engine': { idleP95Ms: 10_700, limitMs: 110_000 },
  // To the verdict; the logs of what is left are read as well.
  'noticing a dead container': { idleP95Ms: 700, limitMs: 10_000 },
  // Half of them take three seconds. Jobs that never end have eight seconds of their own.
  'judging a failing job': { idleP95Ms: 11_600, limitMs: 120_000 },
  // All of it is `onlyThisEndsItMs`.
  'ending at a limit': { idleP95Ms: 220, limitMs: 3000 },
} as const

/**
 * Does the work in the time that was promised, also work that is to fail.
 *
 * @throws Error if it took longer; else what the work threw
 */
export async function inTime<Value>(
  promise: keyof typeof promises,
  work: () => Value | Promise<Value>,
): Promise<Value> {
  const { limitMs } = promises[promise]
  const startedMs = performance.now()
  const [ended] = await Promise.allSettled([Promise.try(work)])
  const tookMs = performance.now() - startedMs
  if (tookMs > limitMs) throw new Error(`${promise} took ${Math.round(tookMs)} ms, and ${limitMs} ms were promised`)
  if (ended.status === 'rejected') throw ended.reason
  return ended.value
}

/**
 * Does work that must not be over sooner: no machine is too busy for that.
 *
 * @throws Error if it took less
 */
export async function takesAtLeast(leastMs: number, work: () => Promise<unknown>): Promise<void> {
  const startedMs = performance.now()
  await work()
  const tookMs = performance.now() - startedMs
  if (tookMs < leastMs)
    throw new Error(`it took ${Math.round(tookMs)} ms, and no less than ${leastMs} ms were expected`)
}
