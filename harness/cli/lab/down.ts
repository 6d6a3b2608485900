/** `streamassay lab down`: removes the lab, whether `lab up` has started it or compose. */
import { environment } from '../../environment.ts'
import { findLeftovers, removeLeftovers } from '../../stack/cleanup/leftovers.ts'
import { connectApi } from '../../stack/engine/engine-api.ts'
import { findComposed } from '../../stack/kept/composed.ts'
import { findKept } from '../../stack/kept/kept-volumes.ts'
import { within } from '../../stack/start-failure.ts'
import { answeringEngine } from '../answering-engine.ts'
import { downCommand } from '../stack/down.ts'
import { print } from '../print.ts'

const removalTimeoutMs = 60_000

/**
 * Returns the exit code, 0, also when there is nothing to remove. Of compose's lab the volumes stay, as by its own `down`.
 *
 * @throws StreamassayError `ENGINE_MISSING`
 */
export async function labDownCommand(): Promise<number> {
  const { dockerode } = await answeringEngine()
  const api = await connectApi()
  const name = environment.keptName()
  const [composed, kept] = await Promise.all([findComposed(api, name), findKept(api, name)])
  if (composed === null) return downCommand()
  const found = await findLeftovers(dockerode, composed.id)
  const running = found.filter(({ kind }) => kind !== 'volume')
  await within(removalTimeoutMs, removeLeftovers(dockerode, running))
  print(`removed the Docker Compose lab ${composed.id}; its volumes stay until "docker compose down --volumes"`)
  return kept.length === 0 ? 0 : downCommand()
}
