/** What a report says of an exception. */
import { describe, expect, test } from 'vitest'

import { exceptionModel } from '../../../../harness/verdict/report/exception-model.ts'
import { unplaced } from '../../../../harness/verdict/run-account.ts'

const raised = { ...unplaced, type: 'KeyError', message: "'day'" }

describe('what a report says of an exception', () => {
  test.each([
    [{}, "KeyError: 'day'"],
    [{ message: '' }, 'KeyError'],
    [{ message: 'two\n  lines' }, 'KeyError: two lines'],
    [{ file: 'weather/logic.py' }, "KeyError: 'day' at weather/logic.py"],
    [{ file: 'weather/logic.py', line: 65 }, "KeyError: 'day' at weather/logic.py:65"],
    [{ line: 65 }, "KeyError: 'day'"],
    [{ message: 'x'.repeat(300), file: 'logic.py' }, `KeyError: ${'x'.repeat(189)}… at logic.py`],
  ])('its title, of %o', (changed, title) => {
    expect(exceptionModel({ ...raised, ...changed }).title).toBe(title)
  })

  test('no frames of Java, which Python prints when Java refused a call', () => {
    const python = [
      '  File "job.py", line 31, in main',
      '    env.execute("second")',
      'Py4JJavaError: calling o0.execute.',
    ]
    const java = [
      ': org.apache.flink.util.FlinkRuntimeException: Cannot have more than one execute()',
      ...Array.from({ length: 30 }, (_, at) => `\tat org.apache.flink.Some$Class.method(Some.java:${at})`),
      '\t... 12 more',
    ]
    const { lines } = exceptionModel({ ...raised, traceback: [...python, ...java].join('\n') })
    expect(lines).toEqual([...python, java[0]])
  })

  test('the last eight lines of its traceback that are not blank, each in what one line holds', () => {
    const traceback = [
      'first',
      ...Array.from({ length: 6 }, (_, place) => `  line ${place}`),
      '',
      '  \t',
      'y'.repeat(161),
    ]
    expect(exceptionModel({ ...raised, traceback: traceback.join('\n') }).lines).toEqual([
      'first',
      ...traceback.slice(1, 7),
      `${'y'.repeat(159)}…`,
    ])
    expect(exceptionModel({ ...raised, traceback: ['zeroth', ...traceback].join('\n') }).lines[0]).toBe('first')
    expect(exceptionModel(raised).lines).toEqual([])
  })

  test('what is known of it besides, and nothing of what is not', () => {
    const known = { hint: 'name the column', operator: 'Map\n-> Sink', causes: ['a.B: c', 'd.E'] }
    expect(exceptionModel({ ...raised, ...known }, [['record', 'line 2']]).facts).toEqual([
      ['record', 'line 2'],
      ['hint', 'name the column'],
      ['operator', 'Map -> Sink'],
      ['java', 'a.B: c < d.E'],
    ])
    expect(exceptionModel(raised).facts).toEqual([])
    const long = { operator: 'o'.repeat(161), causes: ['c'.repeat(241)] }
    expect(exceptionModel({ ...raised, ...long }).facts).toEqual([
      ['operator', `${'o'.repeat(159)}…`],
      ['java', `${'c'.repeat(239)}…`],
    ])
  })

  test('as many causes as one line takes, and how many more there are', () => {
    const causes = Array.from({ length: 9 }, (_, at) => `${at}`.repeat(70))
    const java = `${causes.slice(0, 3).join(' < ')} and 6 more`
    expect(exceptionModel({ ...raised, causes }).facts).toEqual([['java', java]])
  })
})
