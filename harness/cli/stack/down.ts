/** `streamassay down`: removes the stacks that `streamassay up` keeps. */
import { environment } from '../../environment.ts'
import { connectApi } from '../../stack/engine/engine-api.ts'
import { findKept } from '../../stack/kept/kept-volumes.ts'
import { removeKept } from '../../stack/kept/remove-kept.ts'
import { answeringEngine } from '../answering-engine.ts'
import { print } from '../print.ts'

/**
 * Returns the exit code, 0, also when there is nothing to remove.
 *
 * @throws StreamassayError `ENGINE_MISSING`
 */
export async function downCommand(): Promise<number> {
  await answeringEngine()
  const found = await findKept(await connectApi(), environment.keptName())
  for (const kept of found) {
    await removeKept(kept)
    print(`removed the kept stack ${kept.id}`)
  }
  if (found.length === 0) print('no kept stack is running')
  return 0
}
