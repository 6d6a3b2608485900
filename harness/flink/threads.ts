/** What the threads of a cluster do at a moment: Flink tells it of its own JVMs over REST. */
import { z } from 'zod'

import { ask, type RestLimits } from './rest.ts'

const dumpAnswer = z.object({
  threadInfos: z.array(z.object({ threadName: z.string(), stringifiedThreadInfo: z.string() })),
})
const taskManagersAnswer = z.object({ taskmanagers: z.array(z.object({ id: z.string() })) })

/** A thread of a JVM: its name, and its frames as Java prints them. */
export interface JavaThread {
  readonly name: string
  readonly text: string
}

/** The threads of every TaskManager. @throws StreamassayError `FLINK_REST_FAILED` */
export async function readTaskThreads(flinkUrl: string, limits: RestLimits = {}): Promise<readonly JavaThread[]> {
  const { taskmanagers } = await ask(flinkUrl, { ...limits, method: 'GET', path: '/taskmanagers' }, taskManagersAnswer)
  const dumps = await Promise.all(
    taskmanagers.map(({ id }) =>
      ask(flinkUrl, { ...limits, method: 'GET', path: `/taskmanagers/${id}/thread-dump` }, dumpAnswer),
    ),
  )
  return dumps.flatMap(({ threadInfos }) =>
    threadInfos.map(({ threadName, stringifiedThreadInfo }) => ({ name: threadName, text: stringifiedThreadInfo })),
  )
}
