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
      'Free 5 GiB on the disks of the engine and of the temporary folder. `npx streamassay doctor` shows free space, `docker system df` shows what uses it; `npx streamassay clean` and `docker image prune` remove what is unused.',
  },
  {
    said: /exec format error|no matching manifest for|does not match the (specified|detected host) platform/i,
    what: 'an image has another architecture than the engine',
    remedy:
      'Set DOCKER_HOST to an x86-64 engine, or use images of the architecture that `docker info` shows (STREAMASSAY_BASE_IMAGE, and STREAMASSAY_KAFKA_IMAGE if it is set).',
  },
  {
    said: /port is already allocated|address already in use|\bEADDRINUSE\b/i,
    what: 'a port is in use',
    remedy:
      'Run the same command again: the engine chooses other ports. For `lab up`, choose other ports with --web-port and --broker-port. `ss -ltnp` shows which process uses a port.',
  },
  {
    said: /address pools? .*(subnetted|network)|non-overlapping IPv4/i,
    what: 'the engine has no addresses left for another network',
    remedy:
      'Remove networks: `npx streamassay clean` removes those of earlier runs, `docker network prune` removes all unused ones.',
  },
  {
    said: /unable to create native thread|pthread_create failed \(EAGAIN\)|can't start new thread/i,
    what: 'it reached the limit of processes and threads',
    remedy: 'Find the job that starts too many processes or threads: a container may have 1,024. Then run again.',
  },
  {
    said: /cannot allocate memory|insufficient memory for the Java|\bENOMEM\b/i,
    what: 'not enough memory',
    remedy: 'Give the engine 4 GiB of memory, or end other programs there. `npx streamassay doctor` shows its memory.',
  },
  {
    said: /permission denied.*docker.*sock|\bEACCES\b.*\.sock/i,
    what: 'this user may not use the container engine',
    remedy: 'Run "sudo usermod -aG docker $USER" and log in again, or run this command as root.',
  },
  {
    said: /\b(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)\b.*(\.sock|:237[56])|socket hang up|container runtime strategy|engine did not finish within/i,
    what: 'the container engine does not answer',
    remedy: 'Check whether it runs: `npx streamassay doctor`. Then remove leftovers: `npx streamassay clean`.',
  },
]

/** The trouble that these words tell of, of several the gravest; null for words that we do not know. */
export function troubleIn(...said: readonly string[]): EngineTrouble | null {
  const text = said.join('\n')
  return troubles.find((trouble) => trouble.said.test(text)) ?? null
}
