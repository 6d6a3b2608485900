/** The kept stack to work on, or compose's lab, if there is one: found by a question to the engine, without any set-up. */
import { environment } from './environment.ts'
import { messageOf } from './errors.ts'
import { followContext } from './setup/engine/engine-context.ts'
import { stackImages } from './setup/image/image-recipe.ts'
import { attach, attachComposed } from './stack/kept/attach.ts'
import { findComposed } from './stack/kept/composed.ts'
import { connectApi } from './stack/engine/engine-api.ts'
import { isStartedFrom, type KeptStack } from './stack/kept/kept-stack.ts'
import { findKept } from './stack/kept/kept-volumes.ts'
import { timeOfDay } from './stack/kept/lifetime.ts'
import { withoutLeftovers } from './stack/kept/remove-kept.ts'
import type { Stack } from './stack/stack.ts'

/**
 * Attaches to the stack that `streamassay up` keeps, when it was started from the images that a new one would be; null
 * when there is none of the kind. What it found is said by `tell`, in one line; that there is nothing at all is not.
 *
 * @throws StreamassayError `STACK_FAILED` when the kept stack does not answer, `VERSIONS_UNSUPPORTED`; the signal's reason
 */
export async function attachStack(tell: (line: string) => void, signal?: AbortSignal): Promise<Stack | null> {
  await followContext()
  // Without an engine nothing is kept; that there is none is for set-up to tell, and to mend.
  const api = await connectApi().catch(() => null)
  if (api === null) return null
  const found = await findKept(api, environment.keptName()).catch((error: unknown) => whyUnknown(error, tell))
  if (found.length === 0) return null
  const living = await withoutLeftovers(api, found, tell)
  const images = await stackImages()
  const kept = living.find((one) => isStartedFrom(images, one))
  if (kept !== undefined) {
    const stack = await attach(kept, api, tell, signal)
    tell(`stack: using the kept stack ${kept.id} until ${timeOfDay(kept.untilMs)}`)
    return stack
  }
  if (living.length > 0) {
    tell(
      'stack: not using the kept stack, which was started from other images; run "npx streamassay down" and "npx streamassay up"',
    )
  }
  return null
}

/**
 * Attaches to the lab that compose has started; null when there is none, or no engine.
 *
 * @throws StreamassayError `STACK_FAILED` when it does not answer; the signal's reason
 */
export async function attachLab(tell: (line: string) => void, signal?: AbortSignal): Promise<Stack | null> {
  const api = await connectApi().catch(() => null)
  if (api === null) return null
  const lab = await findComposed(api, environment.keptName()).catch((error: unknown) => {
    whyUnknown(error, tell)
    return null
  })
  if (lab === null) return null
  const stack = await attachComposed(lab, api, signal)
  tell(`stack: using the Docker Compose lab ${lab.id}`)
  return stack
}

/** A stack of one's own is started then, and it is said why. */
function whyUnknown(error: unknown, tell: (line: string) => void): KeptStack[] {
  const isNobodyThere = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
  if (!isNobodyThere) tell(`stack: cannot look for a kept stack: ${messageOf(error)}`)
  return []
}
