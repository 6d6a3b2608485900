/** i: a generated case judged among hundreds in one running job, beside one warm submission for each case. */
import { openStack } from '../../harness/open-stack.ts'
import { runBounded } from '../../harness/property/batch/bounded-run.ts'
import { checkPrepared } from '../../harness/property/check.ts'
import { casesFrom } from '../../harness/property/cases/case.ts'
import { type PreparedCheck, prepareCheck } from '../../harness/property/prepare-check.ts'
import type { ImperialDay, MeasuredDay } from '../../scenarios/reference/weather.ts'
import rainyDays from '../../scenarios/rainy-days.ts'
import type { Stack } from '../../harness/stack/stack.ts'
import { figureOf, type Sample } from '../figure.ts'
import { type Ground, type Letter, timed, within } from '../ground.ts'
import { interleave } from '../interleave.ts'

type Prepared = PreparedCheck<MeasuredDay, ImperialDay>

/** Cases have 10.5 rows on average: as many as the specs have by default, and 100,000 rows. */
const few = 200
const many = 9524
const timeoutMs = 180_000

export const measure: Letter = async (ground) => {
  await using stack = await openStack({ signal: ground.signal })
  let seed = 0
  const prepare = (cases: number): Promise<Prepared> => {
    seed += 1
    return prepareCheck(rainyDays, { cases, seed, regressions: null })
  }
  const samples = await interleave(
    ground.runs,
    {
      batched: async () => judged(await prepare(few), stack, ground),
      'a submission a case': async () => alone(await prepare(few), seed, stack, ground),
      'many rows': async () => judged(await prepare(many), stack, ground),
    },
    ground.tell,
  )
  const msOfCase = (cases: number): Sample[] =>
    (samples.batched ?? []).map(({ value }) => ({ value: (1000 * value) / cases }))
  return [
    figureOf(
      { id: 'i', what: 'a case in one running job / in a job of its own', unit: 'ms' },
      msOfCase(few),
      samples['a submission a case'],
    ),
    figureOf({ id: 'i-200', what: '200 cases of up to 20 rows, once the job runs', unit: 's' }, samples.batched ?? []),
    figureOf(
      { id: 'i-100000', what: 'cases of 100,000 rows in all, once the job runs', unit: 's' },
      samples['many rows'] ?? [],
    ),
  ]
}

/** How long the cases of a check were judged. */
const judged = (prepared: Prepared, stack: Stack, { signal }: Ground): Promise<Sample> =>
  within('a check', timeoutMs, signal, async (limit) => {
    const check = await checkPrepared(prepared, {
      stack: () => Promise.resolve(stack),
      rerunCommand: () => 'npm run bench',
      signal: limit,
    })
    if (check.verdict !== 'pass') throw new Error(`a check that was measured did not pass: ${check.reason}`)
    return { value: (check.judgingMs ?? 0) / 1000 }
  })

/** From the topics of one case to its account. */
const alone = (prepared: Prepared, seed: number, stack: Stack, { signal }: Ground): Promise<Sample> =>
  within('a job of one case', timeoutMs, signal, async (limit) => {
    const [rows = []] = casesFrom(prepared.cases, seed, 0, 1)
    const name = `bench-alone-${seed}`
    const { seconds, value } = await timed(() =>
      runBounded(prepared, rows, { stack, name, signal: limit, isOrdered: true }),
    )
    if (!value.passes) throw new Error(`a case that was measured did not pass: ${value.reason}`)
    return { value: seconds * 1000 }
  })
