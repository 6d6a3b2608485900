/** a: the time from nothing to a stack that answers, ours beside one that the stock scripts start. */
import { openStack } from '../../harness/open-stack.ts'
import { stackLabel } from '../../harness/stack/cleanup/labels.ts'
import { startStockStack } from '../baselines/stock-stack.ts'
import { cpuSecondsOf } from '../cpu.ts'
import { figureOf, type Sample } from '../figure.ts'
import { type Letter, timed } from '../ground.ts'
import { interleave } from '../interleave.ts'

interface Started extends AsyncDisposable {
  readonly id: string
}

export const measure: Letter = async (ground) => {
  const samples = await interleave(
    ground.runs,
    {
      ours: () => startOnce(() => openStack({ signal: ground.signal })),
      stock: () => startOnce(() => startStockStack(ground)),
    },
    ground.tell,
  )
  return [
    figureOf({ id: 'a', what: 'stack ready / by the stock start scripts', unit: 's' }, samples.ours, samples.stock),
  ]
}

async function startOnce(start: () => Promise<Started>): Promise<Sample> {
  const { seconds, value } = await timed(start)
  await using stack = value
  return { value: seconds, cpuSeconds: await cpuSecondsOf(`${stackLabel}=${stack.id}`) }
}
