/** Specs of the labels that everything of a stack carries. */
import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'

import { describe, expect, test, vi } from 'vitest'

import { isOwnerAlive, labelFilter, labelsOf } from '../../../../harness/stack/cleanup/labels.ts'

test("what this process creates carries its stack's id, and this process as its owner, which is alive", () => {
  const labels = labelsOf('0123456789ab')
  expect(labels).toEqual({
    'streamassay.stack': '0123456789ab',
    'streamassay.owner': `${hostname()}/${process.pid}`,
  })
  expect(isOwnerAlive(labels['streamassay.owner'])).toBe(true)
})

test('the filter is for one stack, or for all of them', () => {
  expect(labelFilter('0123456789ab')).toEqual({ label: ['streamassay.stack=0123456789ab'] })
  expect(labelFilter()).toEqual({ label: ['streamassay.stack'] })
})

describe('an owner', () => {
  test('that has ended is not alive', () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    expect(isOwnerAlive(`${hostname()}/${pid}`)).toBe(false)
  })

  test('on another host is believed to be alive', () => {
    expect(isOwnerAlive('another-host.invalid/999999999')).toBe(true)
  })

  test('that is compose is alive: what it has created is taken down by hand', () => {
    expect(isOwnerAlive('compose')).toBe(true)
  })

  test("that is somebody else's process is alive", () => {
    const refused = Object.assign(new Error('kill EPERM'), { code: 'EPERM' })
    vi.spyOn(process, 'kill').mockImplementationOnce(() => {
      throw refused
    })
    expect(isOwnerAlive(`${hostname()}/4711`)).toBe(true)
  })

  test.each([undefined, '', 'a-name', `${hostname()}/no-number`])('that is not named (%s) is not alive', (owner) => {
    expect(isOwnerAlive(owner)).toBe(false)
  })
})
