/** Specs of the way from Flink's stack trace to the Python error, on texts of real runs (Flink 2.2.1, shortened). */
import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { jobException, lastException } from '../../../../harness/flink/failure/exceptions.ts'

const failure = (name: string): string => readFileSync(new URL(`failures/${name}.txt`, import.meta.url), 'utf8')

const cause = (error: string): string =>
  `Caused by: a.B: from Python: Traceback (most recent call last):\n${error}\n\tat a.B.c(B.java:1)`

const entry = (name: string, ...concurrent: readonly string[]) => ({
  stacktrace: failure(name),
  concurrentExceptions: concurrent.map((other) => ({ stacktrace: failure(other) })),
})

test("an error in a map function is told in Python's words, with the user's own file and line", () => {
  expect(jobException(failure('raise-in-map'))).toMatchInlineSnapshot(`
    {
      "causes": [
        "ExecutionException",
        "ExceptionInChainedOperatorException: Could not forward element to next operator",
        "RuntimeException: Error while waiting for BeamPythonFunctionRunner flush",
        "RuntimeException: Failed to close remote bundle",
        "ExecutionException",
        "RuntimeException: Error received from SDK harness for instruction 1",
      ],
      "file": "orders/logic.py",
      "hint": null,
      "line": 3,
      "message": "division by zero",
      "operator": null,
      "traceback": "Traceback (most recent call last):
      File "orders/logic.py", line 3, in total
        return 1 / order["count"]
               ~~^~~~~~~~~~~~~~~~
    ZeroDivisionError: division by zero",
      "type": "ZeroDivisionError",
    }
  `)
})

test('an error that was raised from another keeps both, and is told where it was raised last', () => {
  expect(jobException(failure('raise-from'))).toMatchInlineSnapshot(`
    {
      "causes": [
        "ExecutionException",
        "ExceptionInChainedOperatorException: Could not forward element to next operator",
        "RuntimeException: Error while waiting for BeamPythonFunctionRunner flush",
        "RuntimeException: Failed to close remote bundle",
        "RuntimeException: Error received from SDK harness for instruction 1",
      ],
      "file": "orders/logic.py",
      "hint": null,
      "line": 10,
      "message": "order 5
    has no count",
      "operator": null,
      "traceback": "Traceback (most recent call last):
      File "orders/logic.py", line 8, in chained
        return total(order)
               ^^^^^^^^^^^^
      File "orders/logic.py", line 3, in total
        return 1 / order["count"]
               ~~^~~~~~~~~~~~~~~~
    ZeroDivisionError: division by zero

    The above exception was the direct cause of the following exception:

    Traceback (most recent call last):
      File "orders/logic.py", line 10, in chained
        raise ValueError(f"order {order['id']}\\nhas no count") from error
    ValueError: order 5
    has no count",
      "type": "ValueError",
    }
  `)
})

test('an error that came up while another was handled is the one that is told', () => {
  expect(jobException(failure('raise-while-handling'))).toMatchObject({
    type: 'KeyError',
    message: "'missing'",
    file: 'orders/logic.py',
    line: 17,
    traceback: expect.stringContaining('During handling of the above exception, another exception occurred:'),
  })
})

test("an error inside a library is told with the user's line that called it", () => {
  expect(jobException(failure('raise-in-a-library'))).toMatchObject({
    type: 'json.decoder.JSONDecodeError',
    message: 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)',
    file: 'orders/logic.py',
    line: 29,
    traceback: expect.stringContaining('/usr/lib/python3.11/json/decoder.py'),
  })
})

test('an exception group is told as what it is, with its parts', () => {
  expect(jobException(failure('exception-group'))).toMatchObject({
    type: 'ExceptionGroup',
    message: expect.stringMatching(/^two \(2 sub-exceptions\)\n.*\n.*ValueError: a\n/),
    file: 'orders/logic.py',
    line: 32,
  })
})

test('thread mode gives class, message, file and line, but no traceback', () => {
  expect(jobException(failure('thread-mode'))).toMatchObject({
    type: 'ValueError',
    message: 'order 5\nhas no count',
    file: 'orders/logic.py',
    line: 10,
    traceback: null,
  })
})

test("a failure without any Python in it is told by Java's innermost cause", () => {
  expect(jobException(failure('worker-killed'))).toMatchObject({
    type: 'org.apache.beam.vendor.grpc.v1p60p1.io.grpc.StatusRuntimeException',
    message: 'CANCELLED: client cancelled',
    file: null,
    line: null,
    traceback: null,
  })
})

test('of two Python errors in one chain of causes, the inner one is told', () => {
  expect(jobException(['a.A: outer', cause('ValueError: outer'), cause('KeyError: inner')].join('\n'))).toMatchObject({
    type: 'KeyError',
    message: 'inner',
  })
})

test('of several failures at once, one that Python tells of is preferred', () => {
  const entries = [entry('worker-killed', 'raise-in-map'), entry('raise-from')]
  expect(lastException({ exceptionHistory: { entries } })).toMatchObject({ type: 'ZeroDivisionError' })
})

test('of several failures without a traceback, the first that Flink names is told', () => {
  const entries = [entry('thread-mode', 'worker-killed')]
  expect(lastException({ exceptionHistory: { entries } })).toMatchObject({ type: 'ValueError' })
})

test('a job without failures has no exception', () => {
  expect(lastException({ exceptionHistory: { entries: [] } })).toBeNull()
})
