/** Specs of hints: which exceptions are explained, and which are not. */
import { expect, test } from 'vitest'

import { hintOf } from '../../../../harness/flink/failure/hints.ts'
import type { RaisedException } from '../../../../harness/verdict/run-account.ts'

const raised = (changes: Partial<RaisedException>): RaisedException => ({
  type: 'ValueError',
  message: 'no',
  file: null,
  line: null,
  traceback: null,
  ...changes,
})
const inSerializer =
  'a.B: x\n\tat a.B.c(B.java:1)\nCaused by: java.lang.NullPointerException\n\tat org.apache.flink.api.common.serialization.SimpleStringSchema.serialize(SimpleStringSchema.java:88)'
const inCoder = 'Traceback (most recent call last):\n  File "pyflink/fn_execution/coder_impl_fast.pyx", line 594, in x'

test.each<[Partial<RaisedException>, string, RegExp]>([
  [{ type: 'ModuleNotFoundError' }, '', /in the image/],
  [{ type: 'a.b.StatusRuntimeException', message: 'CANCELLED: client cancelled' }, 'x', /worker ended without an exc/],
  [{ type: 'SystemExit', message: '4' }, 'x', /instead of calling exit/],
  [{ type: 'MemoryError' }, 'x', /too large/],
  [{ type: 'a.b.UnknownTopicOrPartitionException' }, 'x', /The topic does not exist/],
  [{ type: 'a.b.TimeoutException', message: 'Timed out waiting for a node assignment.' }, 'x', /cannot reach its brok/],
  [{ type: 'a.ConfigException', message: 'No resolvable bootstrap urls given in bootstrap.servers' }, 'x', /`brokers`/],
  [
    { type: 'SystemExit', message: '2: job.py: error: unrecognized arguments: --brokers kafka:9092' },
    '',
    /with `args`/,
  ],
  [{ type: 'SystemExit', message: '2: x: error: the following arguments are required: --in' }, '', /with `args`/],
  [
    {
      type: 'a.b.KafkaException',
      message:
        'Unexpected error in InitProducerIdResponse; The transaction timeout is larger than the maximum value allowed by the broker (as configured by transaction.max.timeout.ms).',
    },
    'x',
    /^The sink's transaction.timeout.ms .* the broker's transaction.max.timeout.ms /,
  ],
  [{ type: 'TypeError', message: "Could not found the Java class 'a.B'" }, '', /jar is not in the image/],
  [{ type: 'java.lang.NullPointerException', message: '' }, inSerializer, /output_type/],
  [{ type: 'AttributeError', traceback: inCoder }, 'x', /output_type/],
])('%j is explained', (changes, stacktrace, hint) => {
  expect(hintOf(raised(changes), stacktrace)).toMatch(hint)
})

test.each<[Partial<RaisedException>, string]>([
  [{}, 'a.B: x'],
  [{ type: 'SystemExit', message: '3: it said nothing' }, ''],
  // The user's own line is the better hint.
  [{ type: 'AttributeError', traceback: inCoder, file: 'orders/logic.py', line: 3 }, 'x'],
  [{ type: 'java.lang.NullPointerException' }, 'Caused by: java.lang.NullPointerException\n\tat a.Mine.map(M.java:1)'],
])('%j is not', (changes, stacktrace) => {
  expect(hintOf(raised(changes), stacktrace)).toBeNull()
})
