/** The ledger counts and keeps ranges of offsets. */
import { expect, test } from 'vitest'

import { LedgerKeeper } from '../../../../harness/kafka/replay/ledger.ts'

test('a ledger of an unbroken replay is one range a partition, however many batches it took', () => {
  const keeper = new LedgerKeeper('in')
  for (let batch = 0; batch < 1000; batch += 1) {
    keeper.noteSent(10)
    keeper.noteAcknowledged({ partition: batch % 2, baseOffset: BigInt(Math.floor(batch / 2) * 10), rows: 10 })
  }
  expect(keeper.ledger()).toEqual({
    topic: 'in',
    sent: 10_000,
    acknowledged: 10_000,
    entries: [
      { partition: 0, baseOffset: 0n, rows: 5000 },
      { partition: 1, baseOffset: 0n, rows: 5000 },
    ],
  })
})

test('a gap in the offsets begins a new range, so that foreign records in between show', () => {
  const keeper = new LedgerKeeper('in')
  for (const baseOffset of [0n, 3n, 7n]) keeper.noteAcknowledged({ partition: 0, baseOffset, rows: 3 })
  expect(keeper.ledger().entries).toEqual([
    { partition: 0, baseOffset: 0n, rows: 6 },
    { partition: 0, baseOffset: 7n, rows: 3 },
  ])
})

test('what was sent and not acknowledged shows as the difference of the two counts', () => {
  const keeper = new LedgerKeeper('in')
  keeper.noteSent(5)
  keeper.noteSent(5)
  keeper.noteAcknowledged({ partition: 0, baseOffset: 0n, rows: 5 })
  expect(keeper.ledger()).toMatchObject({ sent: 10, acknowledged: 5 })
})

test('a ledger that was handed out does not change any more', () => {
  const keeper = new LedgerKeeper('in')
  keeper.noteAcknowledged({ partition: 0, baseOffset: 0n, rows: 1 })
  const early = keeper.ledger()
  keeper.noteAcknowledged({ partition: 0, baseOffset: 1n, rows: 1 })
  expect(early.entries).toEqual([{ partition: 0, baseOffset: 0n, rows: 1 }])
})
