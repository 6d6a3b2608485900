/** Jobs that fail, each in its own way: what a run should say of it. */
import type { ScenarioOptions } from 'streamassay'

import { lateJobMs } from '../patience.ts'
import type { Mutant } from './mutants.ts'

export interface FailingJob {
  /** The edit that breaks the rainy-days job. */
  readonly edit: Omit<Mutant, 'job'>
  readonly scenario?: Pick<ScenarioOptions<never, never>, 'mode' | 'args' | 'jobTimeoutMs' | 'flinkConfiguration'>
}

const inMap = 'severity_of(precipitation_in)'

/** Takes a quarter of a minute for all days. */
export const slowly = {
  file: 'logic.py' as const,
  replace: '    precipitation_in = rounded',
  by: '    __import__("time").sleep(0.01)\n    precipitation_in = rounded',
}

export const failingJobs = {
  'raises in map': { edit: { file: 'logic.py', replace: 'return "moderate"', by: 'return moderate' } },
  'raises in filter': {
    edit: {
      file: 'logic.py',
      replace: 'return day["precipitation_in"] >= RAINY_FROM_IN',
      by: 'return 1 / day["precipitation_in"] < 25',
    },
  },
  'raises in a library': {
    edit: { file: 'job.py', replace: '.map(json.loads)', by: '.map(lambda text: json.loads(text[1:]))' },
  },
  'asks for a field that is not there': {
    edit: { file: 'logic.py', replace: '"date": day["date"]', by: '"date": day["day"]' },
  },
  'raises from another exception': {
    edit: {
      file: 'logic.py',
      replace: '    precipitation_in = rounded(day["precipitation"] / 25.4, 100.0)',
      by: `    try:
        precipitation_in = rounded(day["precipitation"] / 0, 100.0)
    except ZeroDivisionError as error:
        raise ValueError(f"no inches for {day['date']}") from error`,
    },
  },
  'raises in thread mode': {
    edit: { file: 'logic.py', replace: 'return "moderate"', by: 'return moderate' },
    scenario: { mode: 'thread' },
  },
  'imports what is not there': {
    edit: { file: 'logic.py', replace: 'import math', by: 'import math\nimport sklearn' },
  },
  'has a syntax error': {
    edit: {
      file: 'logic.py',
      replace: 'def is_rainy(day: ImperialDay) -> bool:',
      by: 'def is_rainy(day: ImperialDay) -> bool',
    },
  },
  'uses a connector that is not there': {
    edit: {
      file: 'job.py',
      replace: '    write(lines, options)',
      by: '    lines.sink_to(__import__("pyflink.datastream.connectors.elasticsearch", fromlist=["x"]).Elasticsearch7SinkBuilder().build())',
    },
  },
  'raises in main': {
    edit: {
      file: 'job.py',
      replace: '.parse_args(argv)\n',
      by: '.parse_args(argv)\n    raise RuntimeError("no configuration")\n',
    },
  },
  'exits in main': {
    edit: {
      file: 'job.py',
      replace: '.parse_args(argv)\n',
      by: '.parse_args(argv)\n    sys.exit(3)\n',
    },
  },
  'exits with a message in main': {
    edit: {
      file: 'job.py',
      replace: '.parse_args(argv)\n',
      by: '.parse_args(argv)\n    sys.exit("no luck")\n',
    },
  },
  'exits in map': { edit: { file: 'logic.py', replace: inMap, by: 'exit(4)' } },
  'kills its worker': {
    edit: { file: 'logic.py', replace: inMap, by: '__import__("os").kill(__import__("os").getpid(), 9)' },
  },
  'never comes back from map': {
    edit: {
      file: 'logic.py',
      replace: '    precipitation_in = rounded',
      by: '    while day["date"] == "2012-01-05":\n        pass\n    precipitation_in = rounded',
    },
    scenario: { jobTimeoutMs: 2 * lateJobMs },
  },
  'runs out of memory': { edit: { file: 'logic.py', replace: inMap, by: 'bytearray(1 << 60)' } },
  'returns None for a text': {
    edit: {
      file: '../wiring/json_text.py',
      replace: 'return json.dumps(row, ensure_ascii=False)',
      by: 'json.dumps(row, ensure_ascii=False)',
    },
  },
  'returns a number for a text': {
    edit: {
      file: '../wiring/json_text.py',
      replace: 'return json.dumps(row, ensure_ascii=False)',
      by: 'return len(row)',
    },
  },
  'reads a topic that is not there': {
    edit: {
      file: '../wiring/ends.py',
      replace: '.set_topics(topic or options.input)',
      by: '.set_topics(topic or options.input + "s")',
    },
  },
  'writes to a topic that is not there': {
    edit: { file: '../wiring/ends.py', replace: '.set_topic(options.output)', by: '.set_topic(options.output + "s")' },
  },
  'is given a flag that it does not know': {
    edit: { file: '../wiring/command_line.py', replace: '"--group"', by: '"--consumer-group"' },
  },
  'builds no job': { edit: { file: 'job.py', replace: '    environment.execute("rainy-days")\n', by: '' } },
  // Flink restarts a job that has checkpoints for ever, unless it is told not to.
  'raises and has checkpoints': {
    edit: { file: 'logic.py', replace: 'return "moderate"', by: 'return moderate' },
    scenario: { flinkConfiguration: { 'execution.checkpointing.interval': '200ms' } },
  },
  'is started anew for ever': {
    edit: { file: 'logic.py', replace: 'return "moderate"', by: 'return moderate' },
    scenario: {
      jobTimeoutMs: 2 * lateJobMs,
      flinkConfiguration: {
        'restart-strategy.type': 'fixed-delay',
        'restart-strategy.fixed-delay.attempts': '10000',
        'restart-strategy.fixed-delay.delay': '100 ms',
      },
    },
  },
  'cannot reach its broker': {
    edit: {
      file: '../wiring/ends.py',
      // Its group is not the run's: the log alone tells whose client it is.
      replace:
        '.set_bootstrap_servers(options.brokers)\n        .set_topics(topic or options.input)\n        .set_group_id(options.group)',
      by: '.set_bootstrap_servers("kafka:9999")\n        .set_topics(topic or options.input)\n        .set_group_id("own")',
    },
  },
  'raises in main behind execute()': {
    edit: {
      file: 'job.py',
      replace: '    environment.execute("rainy-days")\n',
      by: '    environment.execute("rainy-days")\n    raise RuntimeError("no time left")\n',
    },
  },
  'starts two jobs': {
    edit: {
      file: 'job.py',
      replace: '    environment.execute("rainy-days")\n',
      by: '    environment.execute("rainy-days")\n    lines.print()\n    environment.execute("more")\n',
    },
  },
  'lets its checkpoints expire': {
    edit: slowly,
    scenario: {
      flinkConfiguration: {
        'execution.checkpointing.interval': '50ms',
        'execution.checkpointing.timeout': '10ms',
        'execution.checkpointing.tolerable-failed-checkpoints': '0',
      },
    },
  },
} as const satisfies Readonly<Record<string, FailingJob>>

export type FailingJobName = keyof typeof failingJobs
