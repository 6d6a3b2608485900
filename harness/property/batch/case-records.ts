/** Rows of cases as records of one partition, whatever the scenario has: the order of the rows is what a check goes by. */
import { outgoingRecord } from '../../kafka/outgoing-record.ts'
import type { OutgoingRecord } from '../../kafka/replay/replay.ts'
import type { InputRow } from '../../run/input-rows.ts'
import type { RowWait } from '../../run/live/late-rows.ts'
import { formatOf } from '../../run/replay-rows.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { Case } from '../cases/case.ts'

/**
 * The records of rows, the first of which is the `first`th (from 0) of its topic, in the pieces that a replay takes.
 *
 * @param waitOf what each waits for before it is sent; lines are counted from 1
 *
 * @throws StreamassayError `RECORD_UNENCODABLE`, `SCENARIO_INVALID`
 */
export async function* caseRecords<Row, Out>(
  scenario: Scenario<Row, Out>,
  rows: Case<Row>,
  first: number,
  waitOf: (taken: InputRow<Row>) => RowWait = () => undefined,
): AsyncGenerator<readonly OutgoingRecord[], void, undefined> {
  if (rows.length === 0) return
  const { name, key, headers, timestamp } = scenario
  const choices = {
    name,
    ...(key !== undefined && { key }),
    ...(headers !== undefined && { headers }),
    ...(timestamp !== undefined && { timestamp }),
  }
  const format = formatOf(scenario)
  yield rows.map((row, at) => {
    const record = outgoingRecord(choices, format, row, first + at)
    const after = waitOf({ row, line: at + 1 })
    return after === undefined ? record : { ...record, after }
  })
}
