/** The containers that the parts of a stack are, by name, and what is asked of them while they run. */
import { apiContainer } from './engine/api-container.ts'
import type { EngineApi } from './engine/engine-api.ts'
import { reachedLimits } from './engine/reached-limits.ts'
import { watchContainer } from './liveness.ts'
import { engineClock } from './engine/engine-clock.ts'
import { containerLog } from './logs.ts'
import { pythonStacks } from './python-stacks.ts'
import type { Stack, StackPart } from './stack.ts'
import { taskManagerOutput } from './taskmanager-output.ts'

export const stackParts: readonly StackPart[] = ['kafka', 'jobmanager', 'taskmanager']

/** Task slots of each TaskManager. */
export const slotsEach = 4

/** Python with PyFlink imported already, as our image has it. */
export const warmPython = '/opt/streamassay/python/warm-python'

/** Names of containers by part; of TaskManagers there can be several. */
export type PartContainers = Readonly<Record<StackPart, readonly string[]>>

/** What the other containers know each TaskManager by: `taskmanager`, `taskmanager-2` and so on. */
export const taskManagerNames = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => (at === 0 ? 'taskmanager' : `taskmanager-${at + 1}`))

/** The containers of a stack that was started here, by its id. */
export const containersOf = (stackId: string, taskManagers: number): PartContainers => ({
  kafka: [containerName(stackId, 'kafka')],
  jobmanager: [containerName(stackId, 'jobmanager')],
  taskmanager: taskManagerNames(taskManagers).map((name) => containerName(stackId, name)),
})

/** What the other containers know one by: the name without the stack's id. */
export const shortName = (name: string): string => name.replace(/^streamassay-[0-9a-f]+-/, '')

export const containerName = (stackId: string, name: string): string => `streamassay-${stackId}-${name}`

/** Watches every container; the first that ends while it should not aborts `dead`. */
export function watchParts(api: EngineApi, containers: PartContainers, dead: AbortController): void {
  for (const part of stackParts)
    // Of several TaskManagers each is told by its own name; what compose has named is told by its part.
    for (const name of containers[part])
      void watchContainer(shortName(name) === name ? part : shortName(name), apiContainer(api, name), dead)
}

/** Asks the engine. What several TaskManagers say is put one after the other; how they stand is told of the first. */
export function askParts(
  api: EngineApi,
  containers: PartContainers,
): Pick<Stack, 'log' | 'clock' | 'inspect' | 'taskManagers' | 'pythonStacks' | 'reachedLimits'> {
  const clock = engineClock(api)
  const ofEach = <Answer>(part: StackPart, ask: (name: string) => Promise<Answer>): Promise<Answer[]> =>
    Promise.all(containers[part].map(ask))
  return {
    clock,
    log: async (part, since) => {
      const from = await clock.at(since)
      return (await ofEach(part, (name) => containerLog(apiContainer(api, name), from))).join('')
    },
    inspect: (part) => apiContainer(api, containers[part][0] ?? part).inspect(),
    taskManagers: containers.taskmanager.map((name) => taskManagerOutput(api, name, clock)),
    pythonStacks: async () => (await ofEach('taskmanager', (name) => pythonStacks(api, name))).join('\n'),
    reachedLimits: async () => {
      const reached = await ofEach('taskmanager', async (name) => {
        const limits = await reachedLimits(api, name)
        return limits.map((limit) => `${shortName(name)} has ${limit}`)
      })
      return reached.flat()
    },
  }
}
