/** Specs of reading an engine's words: some were copied from Docker 20.10 in that trouble, the others are of engines not here. */
import { describe, expect, test } from 'vitest'

import { troubleIn } from '../../../../harness/stack/engine/engine-trouble.ts'

describe('words of an engine', () => {
  // Copied.
  test.each([
    ['ApplyLayer exit status 1 stdout:  stderr: write /big: no space left on device', 'a disk is full'],
    ['Error processing tar file(exit status 1): write /big: no space left on device', 'a disk is full'],
    ['ENOSPC: no space left on device, write', 'a disk is full'],
    ['exec /bin/sh: exec format error', 'an image has another architecture than the engine'],
    [
      'driver failed programming external connectivity on endpoint kafka (0dcf): Error starting userland proxy: listen tcp4 127.0.0.1:18081: bind: address already in use',
      'a port is in use',
    ],
    ['connect EACCES /var/run/docker.sock', 'this user may not use the container engine'],
    ['connect ENOENT /var/run/docker.sock', 'the container engine does not answer'],
    ['Could not find a working container runtime strategy', 'the container engine does not answer'],
  ])('%s', (said, what) => {
    expect(troubleIn(said)).toMatchObject({ what, remedy: expect.stringMatching(/\w.*\.$/) })
  })

  // As others have reported them.
  test.each([
    ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device', 'a disk is full'],
    [
      'no matching manifest for linux/arm64/v8 in the manifest list entries',
      'an image has another architecture than the engine',
    ],
    ['Bind for 127.0.0.1:32777 failed: port is already allocated', 'a port is in use'],
    [
      'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network',
      'the engine has no addresses left for another network',
    ],
    ['all predefined address pools have been fully subnetted', 'the engine has no addresses left for another network'],
    [
      'java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached',
      'it reached the limit of processes and threads',
    ],
    [
      '[warning][os,thread] Failed to start thread "Unknown thread" - pthread_create failed (EAGAIN) for attributes: ...',
      'it reached the limit of processes and threads',
    ],
    ['fork/exec /usr/bin/runc: cannot allocate memory', 'not enough memory'],
    ['# There is insufficient memory for the Java Runtime Environment to continue.', 'not enough memory'],
    [
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock',
      'this user may not use the container engine',
    ],
    ['connect ECONNREFUSED 10.0.0.7:2375', 'the container engine does not answer'],
  ])('%s', (said, what) => {
    expect(troubleIn(said)).toMatchObject({ what, remedy: expect.stringMatching(/\w.*\.$/) })
  })

  test('are looked for in all that was said', () => {
    const said = ['starting', 'java.io.IOException: No space left on device', 'shut down']
    expect(troubleIn('exited with 1', ...said)?.what).toBe('a disk is full')
  })

  test.each([
    'connect ECONNREFUSED 127.0.0.1:9093',
    'java.net.ConnectException: Connection refused',
    'Permission denied: /data',
    'waiting for 3 spaces left',
    '',
  ])('that tell of nothing in particular: %s', (said) => {
    expect(troubleIn(said)).toBeNull()
  })
})
