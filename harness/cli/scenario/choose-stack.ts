/** The stack of a command: the kept one where there is one, else one of its own, brought up and removed with it. */
import { attachStack } from '../../attach-stack.ts'
import type { Stack, StackUnderway } from '../../stack/stack.ts'

/** How a command gets its stack; the caller disposes of `release` at the end. */
export interface StackChoice {
  readonly take: () => Promise<Stack> | StackUnderway
  readonly isKept: boolean
}

export interface StackWishes {
  /** Starts a stack of the command's own even where one is kept. */
  readonly ownStack: boolean
  readonly signal: AbortSignal
  /** Prints the stack that was found, and the steps of set-up. */
  readonly tell: (text: string) => void
  /** What the command releases at its end. */
  readonly release: AsyncDisposableStack
}

/**
 * Finds the kept stack, or runs set-up for a stack of the command's own.
 *
 * @throws StreamassayError as `attachStack` and `setUp` say
 */
export async function chooseStack({ ownStack, signal, tell, release }: StackWishes): Promise<StackChoice> {
  const kept = ownStack ? null : release.use(await attachStack(tell, signal))
  if (kept !== null) return { take: () => Promise.resolve(kept), isKept: true }
  // Loaded only here: the library behind them takes a third of a second, which a kept stack saves.
  const [{ bringSetup }, { beginStack }] = await Promise.all([
    import('../stack/setup.ts'),
    import('../../open-stack.ts'),
  ])
  await bringSetup(signal, tell)
  const take = (): StackUnderway => {
    const underway = beginStack({ signal })
    // Before it is there: a stack that comes up after its run has ended must go as well.
    release.defer(async () => (await underway.stack.catch(() => null))?.[Symbol.asyncDispose]())
    return underway
  }
  return { take, isKept: false }
}
