/** `streamassay up`: starts a stack that outlives the command, or extends the lifetime of the running one. */
import { environment } from '../../environment.ts'
import { StreamassayError } from '../../errors.ts'
import { orderStack } from '../../open-stack.ts'
import { reportStep } from '../../progress.ts'
import { attach } from '../../stack/kept/attach.ts'
import { connectApi } from '../../stack/engine/engine-api.ts'
import { isStartedFrom, type KeptStack } from '../../stack/kept/kept-stack.ts'
import { announce, findKept } from '../../stack/kept/kept-volumes.ts'
import { startKeeper } from '../../stack/kept/keeper.ts'
import { readLifetime, timeOfDay } from '../../stack/kept/lifetime.ts'
import { withoutLeftovers } from '../../stack/kept/remove-kept.ts'
import type { ContainerStackOptions } from '../../stack/start-stack.ts'
import { counted } from '../../verdict/report/value-text.ts'
import { print } from '../print.ts'
import { showing } from '../progress/progress.ts'
import { nameLines } from './kept-name.ts'
import { bringSetup } from './setup.ts'

export interface UpCommandOptions {
  /** Minutes, as the user wrote them. */
  readonly lifetime: string
  readonly signal: AbortSignal
}

/** A stack that is wanted to be kept; whatever is not said is left to a new stack, and as it is in one that is there. */
export interface KeptWish extends UpCommandOptions, Pick<ContainerStackOptions, 'ports' | 'taskManagers'> {}

/**
 * Returns the exit code, 0.
 *
 * @throws StreamassayError as `keepStack` says
 */
export async function upCommand(options: UpCommandOptions): Promise<number> {
  tellOf(await keepStack(options))
  return 0
}

/**
 * Starts a stack that is kept, or renews the time of the one that is.
 *
 * @throws StreamassayError `OPTION_INVALID`, also when the stack that is kept has other ports or TaskManagers; as set-up and
 * `startKeeper` say; `STACK_FAILED` when the stack that is kept already does not answer
 */
export async function keepStack({ lifetime, signal, ...shape }: KeptWish): Promise<KeptStack> {
  const lifetimeMs = readLifetime(lifetime)
  await bringSetup(signal)
  const order = await orderStack({ signal })
  const name = environment.keptName()
  const api = await connectApi()
  const living = await withoutLeftovers(api, await findKept(api, name), print)
  for (const other of living.filter((kept) => !isStartedFrom(order.images, kept))) {
    print(
      `stack: ${other.id} was started from other images and stays until ${timeOfDay(other.untilMs)}; "npx streamassay down" removes it`,
    )
  }
  const there = living.find((kept) => isStartedFrom(order.images, kept))
  if (there === undefined) return start({ stack: { ...order, ...shape }, name, lifetimeMs }, signal)
  needShape(there, shape)
  const renewedMs = Date.now()
  const renewed = { ...there, renewedMs, untilMs: renewedMs + lifetimeMs }
  await announce(api, renewed)
  // After the renewal, because its keeper may have been about to remove the stack.
  await (await attach(renewed, api, print, signal))[Symbol.asyncDispose]()
  print(`stack: running since ${timeOfDay(there.startedMs)}, lifetime extended`)
  return renewed
}

/** The ports of a stack that is there cannot be changed, nor how many TaskManagers it has. */
function needShape(kept: KeptStack, { ports, taskManagers }: Pick<KeptWish, 'ports' | 'taskManagers'>): void {
  const areOthers =
    ports !== undefined && (portOf(kept.flinkUrl) !== ports.web || portOf(kept.brokers) !== ports.broker)
  if (!areOthers && (taskManagers ?? kept.taskManagers) === kept.taskManagers) return
  const shape = `${counted(kept.taskManagers, 'TaskManager')}, Web UI at ${kept.flinkUrl}, broker at ${kept.brokers}`
  throw new StreamassayError('OPTION_INVALID', `a kept stack is already running, with ${shape}`, {
    remedy: 'Use the same ports and number of TaskManagers, or run "npx streamassay down" and then this command again.',
  })
}

const portOf = (address: string): number => Number(address.split(':').at(-1))

const step = 'stack'

function start(order: Parameters<typeof startKeeper>[0], signal: AbortSignal): Promise<KeptStack> {
  return showing([step], (report) =>
    reportStep(report, step, async (tell) => {
      tell('starting Kafka, a JobManager and a TaskManager')
      return [await startKeeper(order, signal), 'ready']
    }),
  )
}

function tellOf({ id, name, brokers, brokersForJobs, flinkUrl, untilMs }: KeptStack): void {
  print(
    [
      `kept       ${id}, until ${timeOfDay(untilMs)}`,
      ...nameLines({ name }),
      `Web UI     ${flinkUrl}`,
      `brokers    ${brokers}; for jobs in the cluster: ${brokersForJobs}`,
      `used by    npx streamassay run FILE, npx streamassay check FILE, npx vitest`,
      `extend by  npx streamassay up`,
      `remove by  npx streamassay down`,
    ].join('\n'),
  )
}
