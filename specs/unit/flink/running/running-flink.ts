/** A fake JobManager with a running job of a source and a window, for the specs of what is asked of one. */
import { type FakeFlink, fakeFlink } from '../fake-flink.ts'

type Routes = Parameters<typeof fakeFlink>[0]

const vertex = (id: string, status: string) => ({ id, name: id, status })

/** The job's plan, its operators in that state. */
export const planOf = (status = 'RUNNING') => ({
  body: { vertices: [vertex('source', status), vertex('window', status)] },
})

const quiet = { body: [] }
const ids = (names: readonly string[]) => ({ body: names.map((id) => ({ id })) })

/** The metrics that a request asks for. */
const namesIn = (request = ''): readonly string[] =>
  decodeURIComponent(request.slice(request.indexOf('?get=') + '?get='.length)).split(',')

/** What is asked for by name is in front of what lists the names, as routes are told apart by how they begin. */
export const runningFlink = (
  metrics: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  more: Routes = {},
): Promise<FakeFlink> =>
  fakeFlink({
    ...Object.fromEntries(
      Object.entries(metrics).flatMap(([id, values]) => {
        const path = `GET /jobs/a1/vertices/${id}/metrics`
        const most = Math.max(...Object.values(values).map((each) => each.length))
        const rounds = Array.from({ length: most }, (_, round) => (asked: readonly string[]) => {
          const wanted = namesIn(asked.at(-1))
          return {
            body: Object.entries(values)
              .filter(([name]) => wanted.includes(name))
              .map(([name, each]) => ({ id: name, value: each[Math.min(round, each.length - 1)] })),
          }
        })
        return [
          [`${path}?get=`, rounds],
          [path, ids(['0.numRecordsIn', ...Object.keys(values)])],
        ]
      }),
    ),
    'GET /jobs/a1/vertices': quiet,
    ...more,
    'GET /jobs/a1': more['GET /jobs/a1'] ?? planOf(),
  })
