/** The versions that an image can be built with: what is shipped, and a check of what is asked for instead. */
import { environment } from '../../environment.ts'
import { StreamassayError } from '../../errors.ts'

/** Flink, the Python of its image, and Flink's Kafka connector, that work together. */
export interface FlinkVersions {
  readonly flink: string
  readonly python: string
  readonly connector: string
}

const shipped: FlinkVersions = { flink: '2.2.1', python: '3.11', connector: '5.0.0-2.2' }

/**
 * Every combination that can be built: one that works together (a connector is made for one or two Flink releases,
 * Python is Debian's own), and for which images/ holds a lock and checksums. A further one is a line here and
 * its lock there.
 */
export const supportedVersions: readonly FlinkVersions[] = [shipped]

/** The release of Debian that the images are made of. */
export const debianSuite = 'bookworm'

/**
 * Kafka's version, as pom.xml says it. Confluent numbers its releases apart from Kafka's: its 8.2 carries Kafka 4.2.
 */
export const kafkaVersions = { kafka: '4.2.0', confluent: '8.2.0' } as const

/**
 * The versions to build with: those of the environment, else what is shipped.
 *
 * @throws StreamassayError `VERSIONS_UNSUPPORTED`, with the combinations that work
 */
export function checkVersions(): FlinkVersions {
  const asked: FlinkVersions = {
    flink: environment.flinkVersion() ?? shipped.flink,
    python: environment.pythonVersion() ?? shipped.python,
    connector: environment.connectorVersion() ?? shipped.connector,
  }
  const found = supportedVersions.find((known) => describeVersions(known) === describeVersions(asked))
  if (found) return found
  throw new StreamassayError('VERSIONS_UNSUPPORTED', `no image can be built with ${describeVersions(asked)}`, {
    remedy: `Set STREAMASSAY_FLINK_VERSION, STREAMASSAY_PYTHON_VERSION and STREAMASSAY_CONNECTOR_VERSION to one of these, or unset them: ${supportedVersions.map(describeVersions).join('; ')}.`,
  })
}

/** `Flink 2.2.1, Python 3.11, Kafka connector 5.0.0-2.2` */
export const describeVersions = ({ flink, python, connector }: FlinkVersions): string =>
  `Flink ${flink}, Python ${python}, Kafka connector ${connector}`
