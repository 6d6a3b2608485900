/** Where a manual step goes: to the addresses that were named, else to those of the kept stack. */
import { attachStack } from '../../attach-stack.ts'
import { StreamassayError } from '../../errors.ts'
import type { Stack } from '../../stack/stack.ts'

/**
 * The kept stack; whoever is given it disposes of it.
 *
 * @param instead the option that does without one: `--brokers`
 * @throws StreamassayError `OPTION_INVALID` when none is kept; as `attachStack` says
 */
export async function needKept(instead: string): Promise<Stack> {
  // Standard output is for what was asked for.
  const kept = await attachStack((line) => void process.stderr.write(`${line}\n`))
  if (kept !== null) return kept
  throw new StreamassayError('OPTION_INVALID', `${instead} is not given, and no stack is kept`, {
    remedy: `Have one kept, by "npx streamassay up", or name another one's by ${instead}.`,
  })
}
