/** What is done when no engine answers, for each kind of machine; the remedies are read as a user reads them. */
import { expect, test } from 'vitest'

import { planEngine } from '../../../../harness/setup/engine/engine-plan.ts'
import type { Surroundings } from '../../../../harness/setup/engine/engine-surroundings.ts'

const bareDebianAsRoot: Surroundings = {
  platform: 'linux',
  isRoot: true,
  isDebian: true,
  hasSystemd: false,
  isDockerInstalled: false,
  engineHost: undefined,
  socketPath: '/var/run/docker.sock',
  socket: 'absent',
}

const plan = (more: Partial<Surroundings>): unknown => planEngine({ ...bareDebianAsRoot, ...more })
const remedy = (more: Partial<Surroundings>): string => {
  const made = planEngine({ ...bareDebianAsRoot, ...more })
  return made.action === 'stop' ? `${made.message}\n${made.remedy}` : made.action
}

test('root on Debian gets an engine: started where it is installed, by systemd where that runs', () => {
  expect(plan({})).toEqual({ action: 'install and start', way: 'dockerd' })
  expect(plan({ isDockerInstalled: true })).toEqual({ action: 'start', way: 'dockerd' })
  expect(plan({ hasSystemd: true })).toEqual({ action: 'install and start', way: 'systemctl' })
})

test('a socket that an engine has left behind is no hindrance', () => {
  expect(plan({ isDockerInstalled: true, socket: 'refused' })).toEqual({ action: 'start', way: 'dockerd' })
})

test('nothing is started beside an engine that DOCKER_HOST names or that holds the socket', () => {
  expect(remedy({ engineHost: 'tcp://build:2375' })).toMatchInlineSnapshot(`
    "no container engine answers at DOCKER_HOST=tcp://build:2375
    Start the engine there, or unset DOCKER_HOST (or choose another Docker context) to use the local one."
  `)
  expect(remedy({ socket: 'silent' })).toMatchInlineSnapshot(`
    "the container engine at /var/run/docker.sock accepts connections but does not answer
    Read its log and restart it, for example with "systemctl restart docker"."
  `)
})

test('a user who may not use the socket is told how to', () => {
  expect(remedy({ isRoot: false, socket: 'forbidden' })).toMatchInlineSnapshot(`
    "a container engine is running, but this user may not use /var/run/docker.sock
    Run "sudo usermod -aG docker $USER" and log in again, or run this command as root."
  `)
})

test('where DOCKER_HOST or a context names a socket, it is that one which is told', () => {
  const engineHost = 'unix:///run/user/7/docker.sock'
  const named = { engineHost, socketPath: '/run/user/7/docker.sock', isRoot: false } as const
  expect(remedy({ ...named, socket: 'forbidden' })).toMatchInlineSnapshot(`
    "a container engine is running, but this user may not use /run/user/7/docker.sock
    Run this command as a user with access ("ls -l /run/user/7/docker.sock" shows who), or unset DOCKER_HOST to use the local engine."
  `)
  expect(remedy({ ...named, socket: 'silent' })).toMatchInlineSnapshot(`
    "the container engine at /run/user/7/docker.sock accepts connections but does not answer
    Read its log and restart it, for example with "systemctl restart docker"."
  `)
  expect(remedy({ ...named, socket: 'refused' })).toMatchInlineSnapshot(`
    "no container engine answers at DOCKER_HOST=unix:///run/user/7/docker.sock
    Start the engine there, or unset DOCKER_HOST (or choose another Docker context) to use the local one."
  `)
})

test('a user without root is told the commands for this system', () => {
  expect(remedy({ isRoot: false })).toMatchInlineSnapshot(`
    "no container engine is installed
    Run "sudo apt-get install --no-install-recommends docker.io iptables" and "sudo usermod -aG docker $USER", then log in again. As root, this command installs it."
  `)
  expect(remedy({ isRoot: false, isDockerInstalled: true, socket: 'refused' })).toMatchInlineSnapshot(`
    "Docker is installed, but not running
    Start it with "sudo service docker start"."
  `)
  expect(remedy({ isRoot: false, isDockerInstalled: true, hasSystemd: true })).toMatchInlineSnapshot(`
    "Docker is installed, but not running
    Start it with "sudo systemctl start docker"."
  `)
})

test('other systems are left alone, root or not', () => {
  expect(remedy({ isDebian: false })).toMatchInlineSnapshot(`
    "no container engine is installed
    Install and start Docker or Podman. For Podman, set DOCKER_HOST to its socket."
  `)
  expect(remedy({ isDebian: false, isDockerInstalled: true })).toMatchInlineSnapshot(`
    "Docker is installed, but not running
    Start it with "service docker start"."
  `)
  expect(remedy({ platform: 'darwin', isDebian: false })).toMatchInlineSnapshot(`
    "no container engine answers
    Start Docker Desktop, or another engine with DOCKER_HOST set to its socket, and wait until it is ready."
  `)
})
