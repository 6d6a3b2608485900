/** Specs of what a check prints before and after its turn. */
import { expect, test } from 'vitest'

import { Transcript } from '../../../checks/transcript.ts'

test('what is written before a transcript is open is printed in one piece, and the rest as it comes', () => {
  const printed: string[] = []
  const transcript = new Transcript((text) => printed.push(text))
  transcript.write('a')
  transcript.write('b')
  expect(printed).toEqual([])
  transcript.open()
  transcript.write('c')
  expect(printed).toEqual(['ab', 'c'])
})
