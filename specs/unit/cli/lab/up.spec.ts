/** Specs of starting a lab: what its options ask of a stack, and what is told of it. */
import { beforeEach, expect, test, vi } from 'vitest'

import { type LabWords, labUpCommand } from '../../../../harness/cli/lab/up.ts'
import { keepStack } from '../../../../harness/cli/stack/up.ts'
import { keptStack } from '../../stack/kept/fake-api.ts'

const printed: string[] = []

vi.mock('../../../../harness/cli/print.ts', () => ({ print: (text: string) => void printed.push(...text.split('\n')) }))
vi.mock('../../../../harness/cli/stack/up.ts', () => ({ keepStack: vi.fn<typeof keepStack>() }))

beforeEach(() => {
  printed.length = 0
  vi.mocked(keepStack).mockReset()
})

const words: LabWords = { webPort: '8081', brokerPort: '9092', taskmanagers: '2', lifetime: '1440' }

test('a stack of these ports and TaskManagers is kept; its addresses are told, and how to go on', async () => {
  vi.mocked(keepStack).mockResolvedValue(keptStack({ id: 'ab12', taskManagers: 2 }))
  const { signal } = new AbortController()
  expect(await labUpCommand(words, signal)).toBe(0)
  expect(vi.mocked(keepStack).mock.calls).toEqual([
    [{ lifetime: '1440', ports: { web: 8081, broker: 9092 }, taskManagers: 2, signal }],
  ])
  expect(printed).toEqual([
    expect.stringMatching(/^lab {8}ab12, 2 TaskManagers with 8 slots, until .*\d\d:\d\d$/),
    'Web UI     http://127.0.0.1:2',
    'brokers    127.0.0.1:1; for jobs in the cluster: kafka:9092',
    expect.stringMatching(/^next {7}npx streamassay replay /),
    expect.stringMatching(/^ {11}npx streamassay topic /),
    expect.stringMatching(/^ {11}npx streamassay submit .*--brokers kafka:9092/),
    expect.stringMatching(/^ {11}npx streamassay watch /),
    'status     npx streamassay lab status',
    'remove by  npx streamassay lab down',
  ])
})

test.each([
  [{ webPort: '0' }, '--web-port: expected a whole number from 1 to 65535, got "0"'],
  [{ brokerPort: '65536' }, '--broker-port: expected a whole number from 1 to 65535, got "65536"'],
  [{ taskmanagers: '9' }, '--taskmanagers: expected a whole number from 1 to 8, got "9"'],
])('%j is refused before anything is started', async (wrong, message) => {
  await expect(labUpCommand({ ...words, ...wrong }, new AbortController().signal)).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message,
  })
  expect(keepStack).not.toHaveBeenCalled()
})
