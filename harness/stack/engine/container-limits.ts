/** The limits of every container of ours: what a job does without end must end in its own container. */
import type { HostConfig, MountSettings } from 'dockerode'

/** Cores of a container. A start uses two, and a job that needs more is not what a test is about. */
const cores = 2
/** Processes and threads of a container. A TaskManager was measured to have 65 with one Python job. */
const mostProcesses = 1024
/** Of these the engine keeps so many files of so many bytes each: the newest lines of a container's log. */
const log = { files: 4, mebibytes: 32 }
/** As much as the largest of ours, a TaskManager, is given. */
const defaultMemoryGib = 2.5
/** The size of `/tmp`, as a share of the memory of the processes. */
const temporaryShare = 0.4

export interface ContainerLimits {
  /** Memory of the processes (default: 2.5). Files in temporary folders are memory too, and get as much more as they may be. */
  readonly memoryGib?: number
  /**
   * The cores that the engine has. It refuses a container that may use more of them. 0 for an engine that cannot limit them
   * (rootless, or a kernel without CPU quotas): it refuses a container with such a limit.
   */
  readonly engineCores: number
}

/** Sets all limits of a container that is about to be created. */
export function limitContainer(
  hostConfig: HostConfig,
  { memoryGib = defaultMemoryGib, engineCores }: ContainerLimits,
): void {
  const memory = memoryGib * 2 ** 30
  const mounts = [
    ...(hostConfig.Mounts ?? []),
    temporary('/tmp', Math.floor((memory * temporaryShare) / 2 ** 20)),
    temporary('/var/tmp', 64),
  ]
  Object.assign(hostConfig, {
    Memory: memory + mounts.reduce((sum, mount) => sum + mebibytesIn(mount), 0) * 2 ** 20,
    ...(engineCores > 0 && { NanoCpus: Math.min(cores, engineCores) * 1e9 }),
    PidsLimit: mostProcesses,
    // The driver by name: with another one (journald, syslog) the engine cannot always give the log back.
    LogConfig: { Type: 'json-file', Config: { 'max-size': `${log.mebibytes}m`, 'max-file': String(log.files) } },
    SecurityOpt: ['no-new-privileges'],
    // The images run as users of their own from the first process on. py-spy reads processes of its own user, and
    // root in the container reads and writes what is root's: neither needs a capability.
    CapDrop: ['ALL'],
    Mounts: mounts,
  } satisfies HostConfig)
}

/**
 * A folder in memory, of a bounded size, empty when the container starts and removed with the container. A plain tmpfs
 * (`HostConfig.Tmpfs`) would do, but the engine copies no file out of one, and the files of a job are read that way.
 */
export const temporary = (folder: string, mebibytes: number): MountSettings => ({
  Type: 'volume',
  Source: '',
  Target: folder,
  VolumeOptions: {
    // What the image has in the folder would be copied before the tmpfs is there.
    NoCopy: true,
    Labels: {},
    DriverConfig: {
      Name: 'local',
      Options: { type: 'tmpfs', device: 'tmpfs', o: `size=${mebibytes}m,mode=1777,nosuid,nodev` },
    },
  },
})

/** How much a folder in memory may hold; 0 for what is mounted otherwise. */
export const mebibytesIn = ({ VolumeOptions }: Pick<MountSettings, 'VolumeOptions'>): number =>
  Number(/^size=(\d+)m,/.exec(VolumeOptions?.DriverConfig?.Options?.['o'] ?? '')?.[1] ?? 0)
