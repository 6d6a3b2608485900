/** What Kafka's performance tools print, and the one number in it that is wanted. */

/** The records per second of `kafka-producer-perf-test`, its warm-up left out. */
export const steadyRate = (said: string): number => numberIn(/steady state records sent, ([\d.]+) records\/sec/, said)

/** The records per second of `kafka-consumer-perf-test`, from its start to its last record: the sixth of its columns. */
export const consumedRate = (said: string): number => numberIn(/^\d{4}-(?:[^,]+,){5} ([\d.]+),/m, said)

function numberIn(pattern: RegExp, text: string): number {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`a tool of Kafka's did not say what was expected of it: ${text}`)
  return Number(found)
}
