/** Specs of the command as npm links it. */
import { expect, test } from 'vitest'

import { project, upToDate } from './project.ts'

test('the command is the command line, with its arguments', async () => {
  await using made = await project()
  await made.write(...upToDate)
  await made.write('harness/cli/main.ts', `process.stdout.write(process.argv.slice(2).join('|')); process.exitCode = 1`)
  await using started = made.start('streamassay.js', ['run', 'orders.ts', '--json'])
  expect(await started.ended()).toBe(1)
  expect(started.said()).toBe('run|orders.ts|--json')
})
