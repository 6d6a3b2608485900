/** The stack of a manual step: the kept stack, else the lab of Docker Compose. */
import { attachLab, attachStack } from '../../attach-stack.ts'
import { StreamassayError } from '../../errors.ts'
import type { Stack } from '../../stack/stack.ts'
import { printAside } from '../print.ts'

/**
 * Returns the kept stack, else the lab that Docker Compose has started. The caller disposes of it.
 *
 * @param instead the option that works without a stack: `--brokers`
 * @throws StreamassayError `OPTION_INVALID` if there is neither; the errors of `attachStack` and `attachLab`
 */
export async function needKept(signal: AbortSignal, instead?: string): Promise<Stack> {
  const running = (await attachStack(printAside, signal)) ?? (await attachLab(printAside, signal))
  if (running !== null) return running
  throw new StreamassayError('OPTION_INVALID', 'no kept stack is running', {
    remedy: `Run "npx streamassay up" or "npx streamassay lab up"${instead === undefined ? '' : `, or give ${instead}`}.`,
  })
}
