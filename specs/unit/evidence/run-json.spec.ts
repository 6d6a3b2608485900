/** `run.json`, whole. */
import { describe, expect, test } from 'vitest'

import { runJson } from '../../../harness/evidence/run-json.ts'
import { noJob } from '../../../harness/verdict/run-account.ts'
import { observedRows } from '../verdict/compare/rows.ts'
import {
  accountOf,
  checkpoints,
  compared,
  days,
  failedJob,
  finishedJob,
  load,
  runToJudge,
  measures,
} from '../verdict/runs.ts'

const names = (json: object): unknown =>
  Object.entries(json).map(([name, part]) => [name, typeof part === 'object' && part !== null ? Object.keys(part) : []])

describe('runJson', () => {
  test('has exactly the fields of schema 1, in its order', () => {
    const comparison = compared(observedRows(days[0], days[2]))
    expect(JSON.stringify(runJson(accountOf(runToJudge({ comparison }))), null, 2)).toMatchInlineSnapshot(`
      "{
        "schema": 1,
        "scenario": "rainy-days",
        "runId": "20261123T041500-rainy-days-4f3a",
        "startedAt": "2026-11-23T04:15:00.000Z",
        "verdict": "fail",
        "reason": "1 lost (3 rows expected, 2 observed)",
        "remedy": null,
        "trouble": null,
        "rerunCommand": "npx streamassay run scenarios/rainy-days.ts",
        "inputs": [
          {
            "path": "fixtures/seattle-weather.csv",
            "sha256": "ab12"
          }
        ],
        "sides": [],
        "counts": {
          "sent": 5,
          "acknowledged": 5,
          "expected": 3,
          "observed": 2,
          "matched": 2,
          "differing": 0,
          "lost": 1,
          "unexpected": 0,
          "duplicated": 0,
          "misordered": 0
        },
        "output": {
          "sink": "kafka",
          "name": "rainy-days-4f3a-output"
        },
        "rules": {
          "delivery": "exactly-once",
          "order": "input",
          "changes": null
        },
        "due": null,
        "stoppedBecause": null,
        "job": {
          "id": "8fda5c1e",
          "name": "weather.job",
          "state": "FINISHED",
          "durationMs": 2412,
          "restarts": 0,
          "webUiUrl": "http://127.0.0.1:49153",
          "operators": [
            {
              "name": "Source: days -> Map",
              "parallelism": 1,
              "recordsIn": 5,
              "recordsOut": 3,
              "busyMs": 928,
              "idleMs": 267,
              "backPressuredMs": 0
            }
          ],
          "checkpoints": null,
          "load": null,
          "exception": null
        },
        "commits": null,
        "culprit": null,
        "measures": null,
        "timingsMs": {
          "stack": 4100,
          "topics": 12,
          "replay": 80,
          "submit": 1500,
          "job": 2412,
          "drain": 95,
          "compare": 1,
          "total": 8201
        },
        "versions": {
          "streamassay": "0.1.0",
          "node": "24.21.0",
          "kafka": "4.2.0",
          "flink": "2.2.1",
          "connector": "5.0.0-2.2",
          "python": "3.11.2",
          "java": "17.0.19"
        }
      }"
    `)
  })

  test('keeps what Python said when the job failed, and counts 0 for what the run did not come to', () => {
    const withMore = { ...failedJob, exception: failedJob.exception && { ...failedJob.exception, frames: 170 } }
    const { job, counts } = runJson(accountOf(runToJudge({ job: withMore, comparison: null })))
    expect(job).toEqual(failedJob)
    expect(counts).toEqual({
      sent: 5,
      acknowledged: 5,
      expected: 0,
      observed: 0,
      matched: 0,
      differing: 0,
      lost: 0,
      unexpected: 0,
      duplicated: 0,
      misordered: 0,
    })
  })

  test('has the checkpoints and the load of the job, and nothing else', () => {
    const whole = { checkpoints, load }
    const more = {
      checkpoints: { ...checkpoints, total: 21 },
      load: { samples: 4, operators: load.operators.map((operator) => Object.assign({ lagMs: 3 }, operator)) },
    }
    expect(runJson(accountOf(runToJudge(), { job: { ...finishedJob, ...more } })).job).toEqual({
      ...finishedJob,
      ...whole,
    })
  })

  test('has what was measured, and nothing else', () => {
    const more = { ...measures, latencyMs: measures.latencyMs && { ...measures.latencyMs, mean: 21 } }
    expect(runJson(accountOf(runToJudge(), { measures: more })).measures).toEqual(measures)
  })

  test('has the same fields when the run ended before there was a job', () => {
    const early = runJson(accountOf(runToJudge({ problem: 'stopped', ledger: null, job: noJob, comparison: null })))
    const whole = runJson(accountOf(runToJudge()))
    expect(names(early)).toEqual(names(whole))
    expect(early.job.id).toBeNull()
    expect(early.counts.sent).toBe(0)
  })
})
