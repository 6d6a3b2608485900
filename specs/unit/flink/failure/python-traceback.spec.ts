/** Specs of reading what Python prints when a job's `main` fails, on texts of real runs. */
import { expect, test } from 'vitest'

import { readTraceback } from '../../../../harness/flink/failure/python-traceback.ts'

const uploaded =
  '/tmp/pyflink/4f7c40c2-f336-43f4-8e89-a99abe984936/e329283e-93ea-496c-87f9-f48a79236039/dda840fa-4bde_job.jar'

test('a module that cannot be found is told with the line that imports it', () => {
  const text = `Traceback (most recent call last):
  File "<frozen runpy>", line 198, in _run_module_as_main
  File "<frozen runpy>", line 88, in _run_code
  File "${uploaded}/orders/job.py", line 50, in <module>
  File "${uploaded}/orders/job.py", line 21, in main
ModuleNotFoundError: No module named 'numppy'`
  expect(readTraceback(text)).toEqual({
    type: 'ModuleNotFoundError',
    message: "No module named 'numppy'",
    file: 'orders/job.py',
    line: 21,
    traceback: `Traceback (most recent call last):
  File "orders/job.py", line 50, in <module>
  File "orders/job.py", line 21, in main
ModuleNotFoundError: No module named 'numppy'`,
  })
})

test('a syntax error is told in the file that has it, not in the one that imports it', () => {
  const text = `Traceback (most recent call last):
  File "${uploaded}/orders/job.py", line 5, in <module>
    from orders import logic
  File "${uploaded}/orders/logic.py", line 2
    def x(:
          ^
SyntaxError: invalid syntax`
  expect(readTraceback(text)).toMatchObject({ type: 'SyntaxError', file: 'orders/logic.py', line: 2 })
})

test('a Java error that Python passes on is told by its cause, at the Python line that met it', () => {
  const text = `Traceback (most recent call last):
  File "${uploaded}/orders/job.py", line 46, in main
    env.execute()
  File "/opt/venv/lib/python3.11/site-packages/py4j/protocol.py", line 326, in get_return_value
    raise Py4JJavaError(
py4j.protocol.Py4JJavaError: An error occurred while calling o0.execute.
: org.apache.flink.util.FlinkRuntimeException: Cannot have more than one execute() or executeAsync() call in a single environment.
\tat org.apache.flink.client.program.StreamContextEnvironment.validateAllowedExecution(StreamContextEnvironment.java:199)
\tat org.apache.flink.client.program.StreamContextEnvironment.executeAsync(StreamContextEnvironment.java:187)
`
  expect(readTraceback(text)).toMatchObject({
    type: 'org.apache.flink.util.FlinkRuntimeException',
    message: 'Cannot have more than one execute() or executeAsync() call in a single environment.',
    file: 'orders/job.py',
    line: 46,
  })
})

test('an error far from the job has no file of the user, and its traceback is kept but for what Python itself does', () => {
  const text = `Warning: something else
Traceback (most recent call last):
  File "<frozen runpy>", line 198, in _run_module_as_main
  File "/usr/lib/python3.11/runpy.py", line 3, in main
orders.errors.f.<locals>.Odd`
  expect(readTraceback(text)).toEqual({
    type: 'orders.errors.f.<locals>.Odd',
    message: '',
    file: null,
    line: null,
    traceback: text.slice(text.indexOf('Traceback')).replace(/.*frozen runpy.*\n/, ''),
  })
})

test('a wrapped error whose own traceback has no user frame is placed by the one that it wraps', () => {
  const text = `Traceback (most recent call last):
  File "${uploaded}/orders/logic.py", line 3, in total
ZeroDivisionError: division by zero

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/opt/venv/lib/python3.11/site-packages/some/wrapper.py", line 9, in call
RuntimeError: it failed`
  expect(readTraceback(text)).toMatchObject({ type: 'RuntimeError', file: 'orders/logic.py', line: 3 })
})

test('an output without a traceback, as of a wrong argument, is not an exception', () => {
  expect(readTraceback('usage: job.py [-h]\njob.py: error: unrecognized arguments: --x')).toBeNull()
})

test("an exception that PyFlink has made of Java's keeps its causes, without the frames of Java", () => {
  const text = [
    'Traceback (most recent call last):',
    '  File "/tmp/x_job.jar/job.py", line 13, in <module>',
    '    table.execute_insert("second")',
    'pyflink.util.exceptions.TableException: org.apache.flink.table.api.TableException: Failed to execute sql',
    '\tat org.apache.flink.table.api.internal.TableEnvironmentImpl.executeInternal(TableEnvironmentImpl.java:1)',
    'Caused by: org.apache.flink.util.FlinkRuntimeException: Cannot have more than one execute()',
    '\tat org.apache.flink.client.program.StreamContextEnvironment.execute(StreamContextEnvironment.java:2)',
    '\t... 12 more',
  ]
  expect(readTraceback(text.join('\n'))).toMatchObject({
    type: 'pyflink.util.exceptions.TableException',
    message:
      'org.apache.flink.table.api.TableException: Failed to execute sql\n' +
      'Caused by: org.apache.flink.util.FlinkRuntimeException: Cannot have more than one execute()',
  })
})
