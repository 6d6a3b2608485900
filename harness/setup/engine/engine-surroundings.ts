/** Looks at the machine for what decides how an engine could be had. */
import { access, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { parseEnv } from 'node:util'

import { environment } from '../../environment.ts'

/** Where every engine that calls itself Docker listens, Debian's among them. */
const engineSocket = '/var/run/docker.sock'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly isRoot: boolean
  /** Debian, Ubuntu or one that names them as its like. */
  readonly isDebian: boolean
  /** systemd is what runs this system. */
  readonly hasSystemd: boolean
  readonly isDockerInstalled: boolean
  /** DOCKER_HOST, where it is set. */
  readonly engineHost: string | undefined
  /** The socket at which the engine listens, or would: DOCKER_HOST's where that names one; null for an address on a network. */
  readonly socketPath: string | null
  /** What the socket says: nobody listens (`absent`, `refused`), we may not ask, or it accepts and says nothing more. */
  readonly socket: 'absent' | 'refused' | 'forbidden' | 'silent'
}

/** The socket of an engine's address, Docker's own where there is no address; null when it is on a network. */
function socketOf(engineHost: string | undefined): string | null {
  if (engineHost === undefined) return engineSocket
  return /^unix:\/\/(.+)$/.exec(engineHost)?.[1] ?? null
}

/** The machine as it is now; reads only. */
export async function surroundings(): Promise<Surroundings> {
  const engineHost = environment.engineHost()
  const socketPath = socketOf(engineHost)
  const [isDebian, hasSystemd, isDockerInstalled, socket] = await Promise.all([
    readFile('/etc/os-release', 'utf8').then(isDebianLike, () => false),
    exists('/run/systemd/system'),
    Promise.all(['/usr/sbin/dockerd', '/usr/bin/dockerd'].map(exists)).then((there) => there.includes(true)),
    socketPath === null ? ('absent' as const) : socketState(socketPath),
  ])
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    isDebian,
    hasSystemd,
    isDockerInstalled,
    engineHost,
    socketPath,
    socket,
  }
}

/** Whether an os-release file is that of Debian, Ubuntu or one of their kin. */
export function isDebianLike(osRelease: string): boolean {
  const { ID = '', ID_LIKE = '' } = parseEnv(osRelease)
  return [ID, ...ID_LIKE.split(' ')].some((name) => name === 'debian' || name === 'ubuntu')
}

/** What a connection to a socket meets; it is ended at once. */
export async function socketState(path: string): Promise<Surroundings['socket']> {
  const { promise, resolve } = Promise.withResolvers<Surroundings['socket']>()
  const socket = connect(path)
  socket.once('connect', () => resolve('silent'))
  socket.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES' || error.code === 'EPERM') resolve('forbidden')
    else resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'absent')
  })
  try {
    return await promise
  } finally {
    socket.destroy()
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
