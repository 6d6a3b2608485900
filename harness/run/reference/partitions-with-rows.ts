/** The input partitions that have rows: the watermark of a stream is the minimum over these. */
import { inputPartition } from '../../kafka/outgoing-record.ts'
import { checkCsv } from '../../scenario/csv/csv-check.ts'
import type { Scenario } from '../../scenario/scenario.ts'
import type { InputRow } from '../input-rows.ts'
import { hasSeveralWatermarks } from './input-reading.ts'

/**
 * The input partitions that the scenario's rows and its sentinel go to, ascending; partition 0 where nothing depends on it.
 * Reads the whole input, once more than else, as the first row's watermark depends on where the last one goes.
 *
 * @throws StreamassayError as `checkCsv` and `inputPartition` say
 */
export async function partitionsWithRows<Row, Out>(scenario: Scenario<Row, Out>): Promise<readonly number[]> {
  if (!hasSeveralWatermarks(scenario)) return [0]
  const partitions = new Set<number>()
  let rows = 0
  const note = ({ row, line }: InputRow<Row>): void => {
    partitions.add(inputPartition(scenario, row, rows, line))
    rows += 1
  }
  await checkCsv(scenario.input, (some) => {
    for (const one of some) note(one)
  })
  if (scenario.sentinel !== undefined) note({ row: scenario.sentinel, line: null })
  return [...partitions].toSorted((one, other) => one - other)
}
