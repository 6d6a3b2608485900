/** Specs of the labels that everything of a stack carries. */
import { hostname } from 'node:os'

import { expect, test } from 'vitest'

import { labelFilter, labelsOf, ownerText, readOwner } from '../../../../harness/stack/cleanup/labels.ts'
import { thisProcess } from '../../../../harness/this-process.ts'

test("what this process creates carries its stack's id, and this process as its owner", () => {
  const { pid, namespace, session } = thisProcess
  const labels = labelsOf('0123456789ab')
  expect(labels).toEqual({
    'streamassay.stack': '0123456789ab',
    'streamassay.owner': `${hostname()}/${pid}/${namespace}/${session}`,
  })
  expect(readOwner(labels['streamassay.owner'] ?? '')).toEqual(thisProcess)
})

test('the filter is for one stack, or for all of them', () => {
  expect(labelFilter('0123456789ab')).toEqual({ label: ['streamassay.stack=0123456789ab'] })
  expect(labelFilter()).toEqual({ label: ['streamassay.stack'] })
})

test.each(['', 'compose', 'a-name', `${hostname()}/4711`, `${ownerText()}/more`])('"%s" names no process', (owner) => {
  expect(readOwner(owner)).toBeNull()
})
