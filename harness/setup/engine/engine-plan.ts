/** Decides what to do when no engine answers: start one, install and start one, or stop and say what would help. */
import type { Surroundings } from './engine-surroundings.ts'

/** How an engine is started: by systemd, or as a process of its own. */
export type StartWay = 'systemctl' | 'dockerd'

export type EnginePlan =
  | { readonly action: 'start' | 'install and start'; readonly way: StartWay }
  | { readonly action: 'stop'; readonly message: string; readonly remedy: string }

/** The plan for a machine; the first hindrance decides, and only root on Debian or Ubuntu gets an engine from us. */
export function planEngine(machine: Surroundings): EnginePlan {
  const hindrance = findHindrance(machine)
  if (hindrance) return { action: 'stop', ...hindrance }
  return {
    action: machine.isDockerInstalled ? 'start' : 'install and start',
    way: machine.hasSystemd ? 'systemctl' : 'dockerd',
  }
}

type Hindrance = { readonly message: string; readonly remedy: string }

function findHindrance(machine: Surroundings): Hindrance | undefined {
  const { engineHost, platform, socket, socketPath } = machine
  if (platform === 'linux' && socket === 'forbidden') {
    return {
      message: `a container engine is running, but this user may not use ${socketPath}`,
      remedy:
        engineHost === undefined
          ? 'Run "sudo usermod -aG docker $USER" and log in again, or run this command as root.'
          : `Run this command as a user with access ("ls -l ${socketPath}" shows who), or unset DOCKER_HOST to use the local engine.`,
    }
  }
  if (platform === 'linux' && socket === 'silent') {
    return {
      message: `the container engine at ${socketPath} accepts connections but does not answer`,
      remedy: 'Read its log and restart it, for example with "systemctl restart docker".',
    }
  }
  if (engineHost !== undefined) {
    return {
      message: `no container engine answers at DOCKER_HOST=${engineHost}`,
      remedy: 'Start the engine there, or unset DOCKER_HOST (or choose another Docker context) to use the local one.',
    }
  }
  if (platform !== 'linux') {
    return {
      message: 'no container engine answers',
      remedy: 'Start Docker Desktop, or another engine with DOCKER_HOST set to its socket, and wait until it is ready.',
    }
  }
  return machine.isRoot && machine.isDebian ? undefined : missing(machine)
}

function missing({ isRoot, isDebian, isDockerInstalled, hasSystemd }: Surroundings): Hindrance {
  const sudo = isRoot ? '' : 'sudo '
  if (isDockerInstalled) {
    return {
      message: 'Docker is installed, but not running',
      remedy: `Start it with "${sudo}${hasSystemd ? 'systemctl start docker' : 'service docker start'}".`,
    }
  }
  return {
    message: 'no container engine is installed',
    remedy: isDebian
      ? 'Run "sudo apt-get install --no-install-recommends docker.io iptables" and "sudo usermod -aG docker $USER", then log in again. As root, this command installs it.'
      : 'Install and start Docker or Podman. For Podman, set DOCKER_HOST to its socket.',
  }
}
