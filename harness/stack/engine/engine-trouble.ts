/** What the words of a container engine, or of a container that it ran, mean: troubles that have a remedy of their own. */

export interface EngineTrouble {
  /** In words that stand beside the engine's own: `a disk is full`. */
  readonly what: string
  readonly remedy: string
}

/** Docker's, runc's, Podman's and the JVM's ways to say it; the first that fits counts. */
const troubles: readonly (EngineTrouble & { readonly said: RegExp })[] = [
  {
    said: /no space left on device|disk quota exceeded|\bENOSPC\b|\bErrno 28\b/i,
    what: 'a disk is full',
    remedy:
      'Free 5 GiB where the engine keeps its images and in the temporary folder: `npx streamassay doctor` tells what is free, `docker system df` what takes it; `npx streamassay clean` and `docker image prune` remove what nothing uses.',
  },
  {
    said: /exec format error|no matching manifest for|does not match the (specified|detected host) platform/i,
    what: 'an image is of another architecture than the engine',
    remedy:
      'Use an engine on x86-64 (DOCKER_HOST names it), or images of the architecture that `docker info` tells: in STREAMASSAY_BASE_IMAGE, and in STREAMASSAY_KAFKA_IMAGE where that is set.',
  },
  {
    said: /port is already allocated|address already in use|\bEADDRINUSE\b/i,
    what: 'a port is taken',
    remedy:
      'Run the same command again: the engine chooses its ports anew, but for those of `lab up`, which takes others by --web-port and --broker-port. `ss -ltnp` tells who holds the one that is named.',
  },
  {
    said: /address pools? .*(subnetted|network)|non-overlapping IPv4/i,
    what: 'the engine has no addresses left for another network',
    remedy:
      'Remove networks: `npx streamassay clean` those of earlier runs, `docker network prune` all that are unused.',
  },
  {
    said: /unable to create native thread|pthread_create failed \(EAGAIN\)|can't start new thread/i,
    what: 'it had as many processes and threads as a container may have',
    remedy:
      'See which job there starts processes or threads without end; the limit is that of every container, 1024. Then run again.',
  },
  {
    said: /cannot allocate memory|insufficient memory for the Java|\bENOMEM\b/i,
    what: 'there is too little memory',
    remedy: 'Give the engine 4 GiB of memory, or end what else runs there; `npx streamassay doctor` tells what it has.',
  },
  {
    said: /permission denied.*docker.*sock|\bEACCES\b.*\.sock/i,
    what: 'this user may not use the container engine',
    remedy: 'Run "sudo usermod -aG docker $USER" and log in again, or run this command as root.',
  },
  {
    said: /\b(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)\b.*(\.sock|:237[56])|socket hang up|container runtime strategy|engine was not done within/i,
    what: 'the container engine does not answer',
    remedy: 'See whether it runs: `npx streamassay doctor`. What was started is removed by `npx streamassay clean`.',
  },
]

/** The trouble that these words tell of, of several the gravest; null for words that we do not know. */
export function troubleIn(...said: readonly string[]): EngineTrouble | null {
  const text = said.join('\n')
  return troubles.find((trouble) => trouble.said.test(text)) ?? null
}
