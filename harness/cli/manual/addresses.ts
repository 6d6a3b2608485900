/** Where a manual step goes: to the addresses that were named, else to those of the lab, kept or compose's. */
import { attachLab, attachStack } from '../../attach-stack.ts'
import { StreamassayError } from '../../errors.ts'
import type { Stack } from '../../stack/stack.ts'

/**
 * The kept stack, else the lab that compose has started; whoever is given it disposes of it.
 *
 * @param instead the option that does without one: `--brokers`
 * @throws StreamassayError `OPTION_INVALID` when there is neither; as `attachStack` and `attachLab` say
 */
export async function needKept(instead: string, signal: AbortSignal): Promise<Stack> {
  const running = (await attachStack(tell, signal)) ?? (await attachLab(tell, signal))
  if (running !== null) return running
  throw new StreamassayError('OPTION_INVALID', `${instead} is not given, and no stack is kept`, {
    remedy: `Have one kept, by "npx streamassay up" or "npx streamassay lab up", or name another one's by ${instead}.`,
  })
}

// Standard output is for what was asked for.
const tell = (line: string): void => void process.stderr.write(`${line}\n`)
