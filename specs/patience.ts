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

/** For `expect.poll` and `vi.waitUntil`, whose own limit is one second. It is shorter than the limit of the runner. */
export const patience = { timeout: 45_000, interval: 5 }

/** Fulfilled in the next turn of the event loop: what does not wait for a timer, a file or a socket is there before. */
export const nextTurn = (): Promise<string> => new Promise((resolve) => setImmediate(resolve, 'it waits'))
