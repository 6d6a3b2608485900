/** The machine that an experiment was run on, and the software that was measured, in words. */
import { cpus, release, totalmem } from 'node:os'

import { checkVersions, describeVersions, kafkaVersions } from '../../../harness/setup/image/versions.ts'

const gib = 1024 ** 3

/** `2 cores (AMD EPYC), 23.4 GiB of memory, Linux 6.1` */
export function thisMachine(): string {
  const processors = cpus()
  const model = processors[0]?.model.trim() ?? 'unknown'
  const [kernel] = /^\d+\.\d+/.exec(release()) ?? [release()]
  return `${processors.length} cores (${model}), ${(totalmem() / gib).toFixed(1)} GiB of memory, Linux ${kernel}`
}

/** What was measured, by version. */
export const thisSoftware = (): string =>
  `${describeVersions(checkVersions())}, Kafka ${kafkaVersions.kafka}, Node ${process.versions.node}`
