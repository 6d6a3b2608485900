/** The one place that reads process.env: what the environment says, under names of our own. */

const read = (name: string): string | undefined => {
  const value = process.env[name]
  return value === undefined || value === '' ? undefined : value
}

/** A whole number above 0. */
const readCount = (name: string): number | undefined => {
  const count = Number(read(name))
  return Number.isInteger(count) && count > 0 ? count : undefined
}

const flag = (name: string): boolean => !['', '0', 'no', 'false'].includes(read(name)?.toLowerCase() ?? '')

/** A setting as the user has written it, with the name of its variable. */
export interface NamedSetting {
  readonly name: string
  readonly value: string | undefined
}

/** Returns the first of the variables that is set; the first one, without a value, if none is. */
function named(...names: readonly [string, ...string[]]): NamedSetting {
  const name = names.find((one) => read(one) !== undefined) ?? names[0]
  return { name, value: read(name) }
}

/** The name of a kept stack if the environment sets none. */
export const defaultKeptName = 'default'

/** What the environment asks of streamassay; each is read anew, so that a test may set it. */
export const environment = {
  /** An image to use instead of building one: must meet the contract of Confluent's Kafka images. */
  kafkaImage: (): string | undefined => read('STREAMASSAY_KAFKA_IMAGE'),
  /** The image that ours start from, for a registry that has `debian:bookworm-slim` under another name. */
  baseImage: (): string | undefined => read('STREAMASSAY_BASE_IMAGE'),
  /** The versions that the Flink image is asked to have, where they are not the ones that we ship. */
  flinkVersion: (): string | undefined => read('STREAMASSAY_FLINK_VERSION'),
  pythonVersion: (): string | undefined => read('STREAMASSAY_PYTHON_VERSION'),
  connectorVersion: (): string | undefined => read('STREAMASSAY_CONNECTOR_VERSION'),
  /** The engine's address by name, as Docker's client and testcontainers read it. */
  engineHost: (): string | undefined => read('DOCKER_HOST'),
  /** Makes this process and its children use the engine at an address: `unix:///run/engine.sock`. */
  useEngineHost: (host: string): void => {
    process.env['DOCKER_HOST'] = host
  },
  /** The host at which published ports are reached, as testcontainers is told. */
  containerHost: (): string | undefined => read('TESTCONTAINERS_HOST_OVERRIDE'),
  /** Makes this process and its children reach published ports at a host. */
  useContainerHost: (host: string): void => {
    process.env['TESTCONTAINERS_HOST_OVERRIDE'] = host
  },
  /** Where the ports of containers are published on an engine that is not on this machine: an IP address, or `all`. */
  publishOn: (): string | undefined => read('STREAMASSAY_PUBLISH_ON'),
  /** The name of the Docker context to use instead of the current one. */
  engineContext: (): string | undefined => read('DOCKER_CONTEXT'),
  /** The folder of Docker's client configuration, where it is not `~/.docker`. */
  engineConfigFolder: (): string | undefined => read('DOCKER_CONFIG'),
  /** True where testcontainers is told to do without its reaper. */
  isReaperDisabled: (): boolean => read('TESTCONTAINERS_RYUK_DISABLED') === 'true',
  /** Tells testcontainers to do without its reaper, in this process and its children. */
  disableReaper: (): void => {
    process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true'
  },
  /** Lets Node keep the code that it has compiled in a folder (an absolute path), for the children of this process. */
  keepCompiledCode: (folder: string): void => {
    process.env['NODE_COMPILE_CACHE'] = read('NODE_COMPILE_CACHE') ?? folder
  },
  /** The value of an option, as it was written; undefined for an empty variable. */
  text: read,
  /** Returns each STREAMASSAY_ variable that is set, with an empty value. */
  withoutOwn: (): Record<string, string> =>
    Object.fromEntries(
      Object.keys(process.env)
        .filter((name) => name.startsWith('STREAMASSAY_'))
        .map((name) => [name, '']),
    ),
  /** True if a switch is on: its variable is set, and not to `0`, `no` or `false`. */
  isOn: flag,
  /** The options of a check in a spec, as they were written. */
  checkWords: () => ({
    cases: read('STREAMASSAY_CASES'),
    minutes: read('STREAMASSAY_MINUTES'),
    maxRows: read('STREAMASSAY_MAX_ROWS'),
    seed: read('STREAMASSAY_SEED'),
    path: read('STREAMASSAY_PATH'),
  }),
  /** True if the topics of a run stay on a kept stack. */
  wantsTopicsKept: (): boolean => flag('STREAMASSAY_KEEP_TOPICS'),
  /** True if a kept stack is not used. */
  wantsOwnStack: (): boolean => flag('STREAMASSAY_OWN_STACK'),
  /** The name under which stacks are kept: those of another name are another's. */
  keptName: (): string => read('STREAMASSAY_KEPT_NAME') ?? defaultKeptName,
  /** The worker of vitest that this process is, from 1; undefined outside of vitest. */
  vitestWorker: (): number | undefined => readCount('VITEST_POOL_ID'),
  /** How many runs keep their evidence; undefined where nothing, or no number, is said. */
  keptRuns: (): number | undefined => readCount('STREAMASSAY_KEEP_RUNS'),
  /** How much the evidence of all runs may take on the disk; undefined where nothing, or no number, is said. */
  keptMebibytes: (): number | undefined => readCount('STREAMASSAY_KEEP_MIB'),
  /** The file that GitHub shows as the summary of a step, in a workflow of its own. */
  stepSummary: (): string | undefined => read('GITHUB_STEP_SUMMARY'),
  /** True in a workflow of GitHub's, which reads annotations from what is printed. */
  isGithubWorkflow: (): boolean => read('GITHUB_ACTIONS') === 'true',
  /** True where Docker's client is told to speak TLS. */
  wantsEngineTls: (): boolean => read('DOCKER_TLS_VERIFY') !== undefined,
  /** Files that hold extra CA certificates, by the names that common tools use for them. */
  certificateFiles: (): string[] =>
    ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'PIP_CERT', 'AWS_CA_BUNDLE']
      .map(read)
      .filter((path) => path !== undefined),
  /** The mirrors of registries, each with the name of its variable. pip's own variable names one as well. */
  debianMirror: (): NamedSetting => named('STREAMASSAY_DEBIAN_MIRROR'),
  debianSecurityMirror: (): NamedSetting => named('STREAMASSAY_DEBIAN_SECURITY_MIRROR'),
  mavenMirror: (): NamedSetting => named('STREAMASSAY_MAVEN_MIRROR'),
  pypiMirror: (): NamedSetting => named('STREAMASSAY_PYPI_MIRROR', 'PIP_INDEX_URL'),
  /** The proxy settings, by the names of their variables. */
  proxySettings: (): Record<string, string> =>
    Object.fromEntries(
      ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy']
        .map((name) => [name, read(name)] as const)
        .filter((entry): entry is readonly [string, string] => entry[1] !== undefined),
    ),
}
