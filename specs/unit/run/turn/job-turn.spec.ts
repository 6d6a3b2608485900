/** Specs of the turns that jobs take on a broker, with what the broker and Flink tell of them. */
import { randomBytes } from 'node:crypto'

import { expect, test, vi } from 'vitest'

import type { TransactionalProducer } from '../../../../harness/kafka/session.ts'
import { prepare } from '../../../../harness/run/prepare.ts'
import { type JobTurn, takeJobTurn, type TurnPlan } from '../../../../harness/run/turn/job-turn.ts'
import { patience } from '../../../patience.ts'
import { fakeFlink, vertex } from '../../flink/fake-flink.ts'
import { fakeStack } from '../../stack/fake-stack.ts'
import { orders } from '../orders.ts'

const quiet = new AbortController().signal
const producer = (transactionalId: string, epoch: number): TransactionalProducer => ({
  transactionalId,
  producer: `7/${epoch}`,
})

/** A broker, and jobs that are nobody else's. */
async function broker({
  listed = [],
  vertices = [vertex('Sink: Writer', { id: 'v' })],
}: {
  /** What the broker lists, one list after the other, the last one again and again. */
  listed?: readonly (readonly TransactionalProducer[])[]
  vertices?: object[]
} = {}) {
  await using resources = new AsyncDisposableStack()
  const made = resources.use(await orders({}))
  const flink = resources.use(await fakeFlink({ 'GET /jobs/': { body: { vertices } } }))
  const left = [...listed]
  let lists = 0
  const { kafka, ...addresses } = fakeStack()
  const transactionalProducers = async (): Promise<readonly TransactionalProducer[]> => {
    lists += 1
    return (left.length > 1 ? left.shift() : left[0]) ?? []
  }
  const stack = { ...addresses, kafka: { ...kafka, transactionalProducers } }
  const prepared = await prepare(made.scenario)
  const job = (sha256 = randomBytes(8).toString('hex')) => ({
    ...prepared,
    jobPackage: { ...prepared.jobPackage, sha256 },
  })
  let runs = 0
  const take = (of: ReturnType<typeof job>, more: Partial<TurnPlan> = {}): Promise<JobTurn> => {
    const name = `run${(runs += 1)}`
    const topics = { brokers: 'kafka:9092', inputTopic: `${name}-in`, outputTopic: `${name}-out`, groupId: name }
    return takeJobTurn(of, { stack, topics, signal: quiet, tell: () => undefined, ...more })
  }
  const running = { flinkUrl: flink.url, jobId: 'a1' }
  const moved = resources.move()
  const looks = (): number => flink.asked.length
  return { take, job, running, looks, lists: () => lists, [Symbol.asyncDispose]: () => moved.disposeAsync() }
}

/** Gives up when another job has the turn, with what is told then. */
function unlessHeld(told: string[] = []): Partial<TurnPlan> {
  const held = new AbortController()
  const tell = (text: string): void => {
    told.push(text)
    held.abort(new Error(text))
  }
  return { signal: held.signal, tell }
}

test('a job that is not known holds the turn, and another one is told who has it', async () => {
  await using made = await broker()
  await using turn = await made.take(made.job())
  expect(turn.isHeld).toBe(true)
  const told: string[] = []
  await expect(made.take(made.job(), unlessHeld(told))).rejects.toThrow('waiting for a job')
  expect(told).toEqual([
    expect.stringMatching(
      new RegExp(
        `^waiting for a job that may write .* \\(held by process ${process.pid} on .*, which runs orders.job\\)$`,
      ),
    ),
  ])
})

test('a job that has begun no transactional producer gives the turn back, and never takes it again', async () => {
  await using made = await broker({ listed: [[producer('orders-0-1', 3)]] })
  const job = made.job()
  await using turn = await made.take(job)
  turn.noteRunning(made.running)
  await expect.poll(() => turn.isHeld, patience).toBe(false)
  await using other = await made.take(made.job())
  await using again = await made.take(job)
  expect([other.isHeld, again.isHeld]).toEqual([true, false])
})

test.each([
  ['a new id', [producer('orders-0-1', 3), producer('orders-0-2', 0)]],
  ['a new epoch of an id that was there', [producer('orders-0-1', 4)]],
])('a job that has begun a transactional producer (%s) holds the turn until it ends', async (_, after) => {
  await using made = await broker({ listed: [[producer('orders-0-1', 3)], after] })
  const job = made.job()
  const turn = await made.take(job)
  turn.noteRunning(made.running)
  await vi.waitUntil(() => made.lists() === 2, patience)
  await expect(made.take(made.job(), unlessHeld())).rejects.toThrow('waiting for a job')
  expect(turn.isHeld).toBe(true)
  await turn[Symbol.asyncDispose]()
  await using again = await made.take(job)
  expect(again.isHeld).toBe(true)
})

test('a foreign producer that began meanwhile holds a plain job once, and not for good', async () => {
  const foreign = producer('others-0-1', 4)
  await using made = await broker({ listed: [[producer('others-0-1', 3)], [foreign]] })
  const job = made.job()
  const turn = await made.take(job)
  turn.noteRunning(made.running)
  await turn[Symbol.asyncDispose]()
  await using again = await made.take(job)
  again.noteRunning(made.running)
  await expect.poll(() => again.isHeld, patience).toBe(false)
})

test('a job that chooses its guarantee by a setting is another job with another setting', async () => {
  await using made = await broker()
  const job = made.job()
  await using turn = await made.take(job)
  turn.noteRunning(made.running)
  await expect.poll(() => turn.isHeld, patience).toBe(false)
  const withScenario = (changes: object) => ({ ...job, scenario: { ...job.scenario, ...changes } })
  const kinds = [{ flinkConfiguration: { 'orders.guarantee': 'exactly-once' } }, { mode: 'thread' }, { ends: 'never' }]
  const held: boolean[] = []
  for (const changes of kinds) {
    await using other = await made.take(withScenario(changes))
    held.push(other.isHeld)
  }
  expect(held).toEqual([true, true, false])
})

test('nothing is concluded from a job that has no operators yet', async () => {
  await using made = await broker({ vertices: [] })
  await using turn = await made.take(made.job())
  turn.noteRunning(made.running)
  await vi.waitUntil(() => made.looks() > 1, patience)
  await expect(made.take(made.job(), unlessHeld())).rejects.toThrow('waiting for a job')
  expect(turn.isHeld).toBe(true)
})

test.each(['CREATED', 'INITIALIZING'])('nothing is concluded from a job whose sink is %s', async (status) => {
  await using made = await broker({ vertices: [vertex('Source', { id: 's' }), vertex('Sink', { status, id: 'v' })] })
  await using turn = await made.take(made.job())
  turn.noteRunning(made.running)
  await vi.waitUntil(() => made.looks() > 1, patience)
  await expect(made.take(made.job(), unlessHeld())).rejects.toThrow('waiting for a job')
  expect(turn.isHeld).toBe(true)
})

test('nor from one that fails before it runs, and its end does not wait for more', async () => {
  await using made = await broker({ vertices: [vertex('Sink', { status: 'FAILED', id: 'v' })] })
  const job = made.job()
  const turn = await made.take(job)
  turn.noteRunning(made.running)
  await turn[Symbol.asyncDispose]()
  await using again = await made.take(job)
  expect(again.isHeld).toBe(true)
})

test('a job that is known to write in transactions after all takes its turn from then on', async () => {
  await using made = await broker()
  const job = made.job()
  const turn = await made.take(job)
  turn.noteRunning({ ...made.running })
  await expect.poll(() => turn.isHeld, patience).toBe(false)
  await turn.noteTransactional()
  await using again = await made.take(job)
  expect(again.isHeld).toBe(true)
})

test('whoever waits for the end of the turn is told once, also where none is needed', async () => {
  await using made = await broker()
  const job = made.job()
  const over: string[] = []
  const turn = await made.take(job, { onTurnOver: () => over.push('first') })
  expect(over).toEqual([])
  turn.noteRunning(made.running)
  await expect.poll(() => over, patience).toEqual(['first'])
  await turn[Symbol.asyncDispose]()
  await using free = await made.take(job, { onTurnOver: () => over.push('second') })
  expect([over, free.isHeld]).toEqual([['first', 'second'], false])
})
