/** Specs of reading py-spy's output, as it is of a real worker (py-spy 0.4.3, shortened). */
import { expect, test } from 'vitest'

import { userFrame } from '../../../../harness/flink/failure/python-stack.ts'

const path = '/tmp/python-dist-61c8/python-files/blob_p-dd1a/621f_job.jar'
const dump = `Process 168: /opt/venv/bin/python -m pyflink.fn_execution.beam.beam_boot --id=2-1
Python v3.11.2 (/usr/bin/python3.11)

Thread 168 (idle)
    await_end (/opt/streamassay/python/warm-python:42)
Thread 207 (active+gil): "Thread-12"
    total.<locals>.inner (${path}/orders/logic.py:63)
    to_price (${path}/orders/logic.py:70)
    process_element (/opt/venv/lib/python3.11/site-packages/pyflink/datastream/data_stream.py:311)
`

test("the innermost frame of the user's own is told, with its file from the job's root", () => {
  expect(userFrame(dump, 'orders')).toEqual({ function: 'total.<locals>.inner', file: 'orders/logic.py', line: 63 })
})

test('a worker that waits for records is in no line of the user’s', () => {
  expect(userFrame(dump.replaceAll('_job.jar', '_other.jar'), 'orders')).toBeNull()
  expect(userFrame('', 'orders')).toBeNull()
})

test('another job on the same TaskManager is not taken for this one', () => {
  expect(userFrame(dump, 'order')).toBeNull()
})
