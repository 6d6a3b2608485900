/** Specs of the live list, drawn by a process whose output can be read. */
import { expect, test } from 'vitest'

import { moduleText, startNode } from '../../program.ts'

const source = new URL('../../../../harness/cli/progress/live-progress.ts', import.meta.url).href

test('a list shows what its steps found, ends though a step has not, and leaves the terminal to others', async () => {
  await using program = startNode(
    moduleText(`
      import { liveProgress } from '${source}'
      const { report, end } = liveProgress(['engine', 'kafka image', 'pyflink image'])
      report({ kind: 'ended', step: 'engine', found: 'Docker 28', durationMs: 120 })
      report({ kind: 'progress', step: 'kafka image', text: 'fetching' })
      report({ kind: 'ended', step: 'a step of somebody else', found: 'nothing', durationMs: 1 })
      await end()
      process.stdout.write('whole again')
    `),
  )
  expect(await program.ended()).toBe(0)
  expect(program.said()).toContain('engine: Docker 28 (0.1 s)')
  expect(program.said()).toContain('kafka image')
  expect(program.said()).not.toContain('somebody else')
  // The list's failures go to the other stream, so the order of the two is not told.
  expect(program.said()).toContain('whole again')
})

test('steps that go on side by side are each shown with what they do, in whatever order they end', async () => {
  await using program = startNode(
    moduleText(`
      import { liveProgress } from '${source}'
      const { report, end } = liveProgress(['jars image', 'kafka image', 'packages image'], { concurrent: true })
      report({ kind: 'ended', step: 'packages image', found: 'Flink', durationMs: 100 })
      report({ kind: 'ended', step: 'kafka image', found: 'Kafka', durationMs: 100 })
      setTimeout(end, 300)
    `),
  )
  expect(await program.ended()).toBe(0)
  expect(program.said()).toContain('packages image: Flink (0.1 s)')
  expect(program.said()).toContain('kafka image: Kafka (0.1 s)')
})
