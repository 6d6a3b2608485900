/** A job that is submitted once more must not have written before: nobody could tell its rows from those of the first time. */
import { StreamassayError } from '../../errors.ts'
import type { WorkLimits } from '../../kafka/wire/within.ts'
import type { Sink } from '../../scenario/sink.ts'
import type { RunOutput } from '../output.ts'

/**
 * Returns if the output topic is empty. What is in another sink is not known before the end, and is refused.
 *
 * @throws StreamassayError `SCENARIO_INVALID`; `KAFKA_DRAIN_FAILED` when the broker does not answer in time
 */
export async function refuseWritten(
  { growing }: Pick<RunOutput<unknown>, 'growing'>,
  sink: Sink,
  limits: WorkLimits,
): Promise<void> {
  const appended = await growing.appended(limits)
  if (appended !== null && appended.ends.every((end) => end === 0n)) return
  const why =
    appended === null
      ? `it is not known what it wrote to its ${sink} sink before the window was found`
      : 'it wrote rows before the window was found'
  throw new StreamassayError('SCENARIO_INVALID', `the job has a processing-time window, and ${why}`, {
    remedy: "Give the scenario `ends: 'when-stopped'`.",
  })
}
