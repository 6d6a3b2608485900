/** The `streamassay` command: what it can be asked, and how each answer becomes an exit code. */
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'

import { Command, CommanderError } from 'commander'

import { environment } from '../environment.ts'
import { errorText } from '../errors.ts'
import { untilAborted } from '../wait-until.ts'
import { defaultLifetimeMinutes, mostLifetimeMinutes } from '../stack/kept/lifetime.ts'
import type { CheckNumbers } from './scenario/check.ts'
import type { LabWords } from './lab/up.ts'
import type { ReplayWords } from './manual/replay.ts'
import type { TopicWords } from './manual/topics.ts'
import type { WatchWords } from './manual/watch.ts'
import { Interruption, interruption } from './interrupt.ts'
import { namedError } from './named-error.ts'
import { brokers, keepTopicsOption, ownStackOption, type Wishes } from './options.ts'
import { printed } from './print.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

const program = new Command('streamassay')
  .description('An integration test harness for PyFlink jobs: real Kafka, real Flink, and an account of every row.')
  .version(version)
  .addHelpText('after', '\nExit codes: 0 pass, 1 fail, 2 unknown or could not run; 128 + signal when interrupted.')
  .exitOverride()

// Whoever read our output has gone (`| head`): there is nobody to tell, and the watcher removes what was started.
process.stdout.on('error', () => process.exit(128 + constants.signals.SIGPIPE))

// What nobody waited for, in a scenario's module or in ours, is a fault and not a verdict.
process.on('uncaughtException', (error) => process.exit(tellError(error)))

// Until a command has ended: a program that runs out of things to do has not judged anything.
process.exitCode = 2
let exitCode = 0
const command = (name: string, description: string): Command => program.command(name).description(description)
const doing = async (work: (signal: AbortSignal) => Promise<number>, whatFollows?: string): Promise<void> => {
  const signal = interruption(whatFollows)
  exitCode = await work(signal)
  signal.throwIfAborted()
}

// Each command is loaded when it is wanted: the libraries of one would hold up another.

command('setup', 'bring what is missing: a container engine, a base image, the Kafka and Flink images').action(() =>
  doing(async (signal) => (await import('./stack/setup.ts')).setupCommand(signal)),
)
command(
  'doctor',
  'check the engine, images, versions, ports, disk, kept stacks and leftovers, with a remedy for each fault',
).action(() => doing(async (signal) => untilAborted((await import('./stack/doctor.ts')).doctorCommand(), signal)))
command(
  'run <file>',
  'take the scenario that FILE exports through real Kafka and real Flink, and account for every row',
)
  .option('--json', 'print run.json instead of the report (STREAMASSAY_JSON)', environment.wantsJson())
  .option(...ownStackOption)
  .option(...keepTopicsOption)
  .action((file: string, wishes: Wishes) =>
    doing(async (signal) => (await import('./scenario/run.ts')).runCommand(file, { ...wishes, signal })),
  )
command(
  'check <file>',
  'judge generated streams of rows in the real job of the scenario that FILE exports, and shrink the first that fails',
)
  .option('--cases <number>', 'streams to judge; 200 when no time is given (STREAMASSAY_CASES)', environment.cases())
  .option('--minutes <number>', 'judge streams for so long (STREAMASSAY_MINUTES)', environment.minutes())
  .option(
    '--max-rows <number>',
    'rows of a stream at most; 20 when not given (STREAMASSAY_MAX_ROWS)',
    environment.maxRows(),
  )
  .option('--seed <number>', "fast-check's seed; a new one when not given (STREAMASSAY_SEED)", environment.seed())
  .option('--path <path>', "fast-check's path: judge this stream alone (STREAMASSAY_PATH)", environment.path())
  .option('--json', 'print check.json instead of the report (STREAMASSAY_JSON)', environment.wantsJson())
  .option(...ownStackOption)
  .option(...keepTopicsOption)
  .action((file: string, { json, ownStack, keepTopics, ...given }: Wishes & CheckNumbers) =>
    doing(async (signal) =>
      (await import('./scenario/check.ts')).checkCommand(file, { json, ownStack, keepTopics, given, signal }),
    ),
  )
command('up', 'start a stack that stays, for every run and spec to use; where there is one, renew its time')
  .option(
    '--lifetime <minutes>',
    'how long it is kept, from now on, 1 to 1440 (STREAMASSAY_LIFETIME)',
    environment.lifetimeMinutes() ?? String(defaultLifetimeMinutes),
  )
  .action(({ lifetime }: { lifetime: string }) =>
    doing(async (signal) => (await import('./stack/up.ts')).upCommand({ lifetime, signal })),
  )
command('down', 'remove the stack that "up" keeps').action(() =>
  doing(async (signal) => untilAborted((await import('./stack/down.ts')).downCommand(), signal)),
)
const lab = command('lab', 'the stack of a course: at the same addresses each time, for as long as the day')
lab
  .command('up')
  .description('start it, or renew its time')
  .option('--web-port <port>', "of Flink's Web UI (STREAMASSAY_WEB_PORT)", environment.webPort() ?? '8081')
  .option('--broker-port <port>', 'of the broker (STREAMASSAY_BROKER_PORT)', environment.brokerPort() ?? '9092')
  .option(
    '--taskmanagers <number>',
    '1 to 8, with 4 slots each (STREAMASSAY_TASKMANAGERS)',
    environment.taskManagers() ?? '1',
  )
  .option(
    '--lifetime <minutes>',
    'how long it is kept, from now on, 1 to 1440 (STREAMASSAY_LIFETIME)',
    environment.lifetimeMinutes() ?? String(mostLifetimeMinutes),
  )
  .action((words: LabWords) => doing(async (signal) => (await import('./lab/up.ts')).labUpCommand(words, signal)))
lab
  .command('status')
  .description('what of it runs and answers, its jobs and its addresses; also of a lab that compose has started')
  .action(() => doing(async (signal) => untilAborted((await import('./lab/status.ts')).labStatusCommand(), signal)))
lab
  .command('down')
  .description('remove it, also one that compose has started')
  .action(() => doing(async (signal) => untilAborted((await import('./lab/down.ts')).labDownCommand(), signal)))
// What these were at is not removed when they are interrupted.
const [sentStays, topicStays] = ['what was sent stays in the topic', 'the topic stays as it is']

command('replay <file>', 'send the rows of a CSV file into a topic, as JSON, in their order')
  .option(...brokers)
  .option(
    '--topic <name>',
    "the file's name when not given; made when it is not there (STREAMASSAY_TOPIC)",
    environment.topic(),
  )
  .option(
    '--key <column>',
    'the column that is the key of each record; none when not given (STREAMASSAY_KEY)',
    environment.key(),
  )
  .option(
    '--types <column=kind,...>',
    'columns that are no text: int, long, double, boolean, date (STREAMASSAY_TYPES)',
    environment.types(),
  )
  .option(
    '--rate <rows>',
    'rows per second at most; as fast as they are taken when not given (STREAMASSAY_RATE)',
    environment.rate(),
  )
  .option(
    '--loop [times]',
    'send the file so many times; until interrupted without a number (STREAMASSAY_LOOP)',
    environment.loop(),
  )
  .action((file: string, words: ReplayWords) =>
    doing(async (signal) => (await import('./manual/replay.ts')).replayCommand(file, words, signal), sentStays),
  )
command('topic <name>', 'make a topic, unless it is there')
  .option(...brokers)
  .option('--partitions <number>', '1 when not given (STREAMASSAY_PARTITIONS)', environment.partitions())
  .action((name: string, words: TopicWords) =>
    doing(async (signal) => (await import('./manual/topics.ts')).topicCommand(name, words, signal)),
  )
command(
  'submit <file> [arguments...]',
  'submit the Python job in FILE to the kept stack, with its own arguments behind --',
).action((file: string, args: readonly string[]) =>
  doing(async (signal) => (await import('./manual/submit.ts')).submitCommand(file, args, signal)),
)
command(
  'watch <topic>',
  "show the values of a topic's records, from its beginning and as they come; of another sink what is there",
)
  .option(...brokers)
  .option(
    '--count <records>',
    'end after so many; when interrupted without it (STREAMASSAY_COUNT)',
    environment.count(),
  )
  .option(
    '--sink <sink>',
    'what else a job was told to write to: file or console (STREAMASSAY_SINK)',
    environment.sink(),
  )
  .action((topic: string, words: WatchWords) =>
    doing(async (signal) => (await import('./manual/watch.ts')).watchCommand(topic, words, signal), topicStays),
  )
command('clean', 'show what earlier runs and versions left on the engine, and remove it')
  .option('--dry-run', 'only show it (STREAMASSAY_DRY_RUN)', environment.wantsDryRun())
  .option(
    '--all',
    'also what belongs to runs that are alive, and kept stacks (STREAMASSAY_ALL)',
    environment.wantsAll(),
  )
  .action(({ dryRun, all }: { dryRun: boolean; all: boolean }) =>
    doing(async (signal) => untilAborted((await import('./stack/clean.ts')).cleanCommand({ dryRun, all }), signal)),
  )

try {
  await program.parseAsync()
} catch (error) {
  exitCode = tellError(error)
}
await printed()
// Whatever a library still holds open, an idle connection or a timer, must not keep an answered command alive.
process.exit(exitCode)

function tellError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  // The error that came first: one on release only follows from it.
  if (error instanceof SuppressedError) return tellError(error.suppressed)
  if (error instanceof Interruption) return error.exitCode
  // A fault of ours, thrown on, would end as Node's exit code 1, which says that the job failed.
  process.stderr.write(`\n${errorText(namedError(error))}\n`)
  return 2
}
