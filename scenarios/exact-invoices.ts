/** Exact invoices: prices times quantities, by a job that keeps every digit of its decimals. */
import { column, csvFixture, defineScenario, pipeline, pyflinkJob } from 'streamassay'
import { z } from 'zod'

const OrderLine = z.object({ id: column.int(), quantity: column.int(), price: column.decimal() })

export default defineScenario({
  name: 'exact-invoices',
  job: pyflinkJob({ root: 'pyflink-jobs', module: 'invoices.job' }),
  input: csvFixture('fixtures/order-lines.csv', OrderLine),
  reference: pipeline(OrderLine).map(({ id, quantity, price }) => ({ id, price, amount: price.times(quantity) })),
  identity: 'id',
})
