/** A JobManager of this process whose every job comes to one end. */
import { type FakeAnswer, type FakeFlink, fakeFlink, vertex } from '../flink/fake-flink.ts'

const standing = (state: string) => ({
  jid: 'a1',
  name: 'orders',
  state,
  duration: 1200,
  'status-counts': {},
})

const planOf = (description: string) => ({ nodes: [{ id: 'source', parallelism: 1, description }] })

/** What Flink says of failures with these stack traces, the newest first. */
export const failures = (...stacktraces: string[]) => ({
  exceptionHistory: { entries: stacktraces.map((stacktrace) => ({ stacktrace })) },
})

/** A JobManager that takes every job, and says of each what is given here. */
export const flinkThat = ({
  vertices = [vertex('Source', { status: 'FAILED' })],
  plan = 'Source: orders<br/>',
  ...answers
}: {
  run?: FakeAnswer
  /** Where it depends on what has been asked so far, a function; null of a job that is not there. */
  state: string | null | ((asked: readonly string[]) => string)
  failures?: object
  /** More of how it stands, by what has been asked so far. */
  standing?: (asked: readonly string[]) => object
  /** What Flink tells of its checkpoints; nothing when not given. */
  checkpoints?: FakeAnswer
  /** Its operators; one of parallelism 1 when not given. */
  vertices?: object[]
  /** The description of its one chain of operators (default: one without a window); null if the plan cannot be read. */
  plan?: string | null
}): Promise<FakeFlink> =>
  fakeFlink({
    'POST /jars/upload': { body: { filename: '/upload/9a_job.jar' } },
    'POST /jars/9a_job.jar/run': answers.run ?? { body: {} },
    'DELETE /jars/': { body: {} },
    'PATCH /jobs/': { status: 202, body: {} },
    'GET /overview': { status: 404, body: {} },
    ...(answers.checkpoints && { 'GET /jobs/:id/checkpoints': answers.checkpoints }),
    'GET /jobs/': (asked) => {
      const state = typeof answers.state === 'function' ? answers.state(asked) : answers.state
      if (state === null) return { status: 404, body: {} }
      return {
        body: {
          ...standing(state),
          ...(answers.failures ?? failures()),
          vertices,
          plan: plan === null ? null : planOf(plan),
          ...answers.standing?.(asked),
        },
      }
    },
  })

/** The state of a job that runs until it is cancelled. */
export const untilCancelled = (asked: readonly string[]): string =>
  asked.some((line) => line.startsWith('PATCH')) ? 'CANCELED' : 'RUNNING'
