/** A small scenario whose files are really there, for the specs of a run's stages. */
import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { z } from 'zod'

import { column } from '../../../harness/scenario/columns.ts'
import { csvFixture } from '../../../harness/scenario/csv/csv-fixture.ts'
import { defineScenario } from '../../../harness/scenario/define-scenario.ts'
import { pipeline } from '../../../harness/scenario/reference/pipeline.ts'
import type { Scenario, ScenarioOptions } from '../../../harness/scenario/scenario.ts'

const Order = z.object({ id: column.int(), cents: column.int() })
type OrderRow = z.output<typeof Order>

/** What the job should write: of an order that costs something, its id and its price. */
export interface Price {
  readonly id: number
  readonly euros: number
}

/** Lines 2 to 4 of a file: the second order costs nothing. */
export const soundCsv = 'id,cents\n1,250\n2,0\n3,100\n'

export interface Orders extends AsyncDisposable {
  /** The folder of everything. */
  readonly path: string
  readonly scenario: Scenario<OrderRow, Price>
}

/** A folder with a CSV file and a job, and the scenario of both. */
export async function orders(
  changes: Partial<ScenarioOptions<OrderRow, Price>> = {},
  csv: string = soundCsv,
): Promise<Orders> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'streamassay-orders-'))
  const { path } = folder
  await mkdir(join(path, 'jobs/orders'), { recursive: true })
  await writeFile(join(path, 'orders.csv'), csv)
  await writeFile(join(path, 'jobs/orders/__init__.py'), '')
  await writeFile(join(path, 'jobs/orders/job.py'), 'def main(): pass\n')
  const scenario = defineScenario({
    name: 'orders',
    job: { root: join(path, 'jobs'), module: 'orders.job' },
    input: csvFixture(join(path, 'orders.csv'), Order),
    reference: pipeline(Order)
      .filter(({ cents }) => cents > 0)
      .map(({ id, cents }): Price => ({ id, euros: cents / 100 })),
    identity: 'id',
    ...changes,
  })
  return { path, scenario, [Symbol.asyncDispose]: () => folder.remove() }
}
