/** `streamassay lab up`: a kept stack at addresses that are always the same, and the next steps with it. */
import { slotsEach } from '../../stack/parts.ts'
import { timeOfDay } from '../../stack/kept/lifetime.ts'
import { counted } from '../../verdict/report/value-text.ts'
import { wholeNumber } from '../manual/numbers.ts'
import { print } from '../print.ts'
import { nameLines } from '../stack/kept-name.ts'
import { keepStack } from '../stack/up.ts'

/** As they were written. */
export interface LabWords {
  readonly webPort: string
  readonly brokerPort: string
  readonly taskmanagers: string
  /** Minutes. */
  readonly lifetime: string
}

const mostPort = 65_535
// Each may take 2.5 GiB.
const mostTaskManagers = 8

/**
 * Returns the exit code, 0.
 *
 * @throws StreamassayError as `keepStack` says
 */
export async function labUpCommand(words: LabWords, signal: AbortSignal): Promise<number> {
  const ports = {
    web: wholeNumber('--web-port', words.webPort, mostPort),
    broker: wholeNumber('--broker-port', words.brokerPort, mostPort),
  }
  const taskManagers = wholeNumber('--taskmanagers', words.taskmanagers, mostTaskManagers)
  const lab = await keepStack({ lifetime: words.lifetime, ports, taskManagers, signal })
  const slots = counted(lab.taskManagers * slotsEach, 'slot')
  print(
    [
      `lab        ${lab.id}, ${counted(lab.taskManagers, 'TaskManager')} with ${slots}, until ${timeOfDay(lab.untilMs)}`,
      ...nameLines(lab),
      `Web UI     ${lab.flinkUrl}`,
      `brokers    ${lab.brokers}; for jobs in the cluster: ${lab.brokersForJobs}`,
      ...nextSteps(lab.brokersForJobs).map((step, at) => (at === 0 ? 'next' : '').padEnd(11) + step),
      'status     npx streamassay lab status',
      'remove by  npx streamassay lab down',
    ].join('\n'),
  )
  return 0
}

/** The commands from a CSV file to the output of a job; the file and the job stand for the user's own. */
export const nextSteps = (brokersForJobs: string): readonly string[] => [
  'npx streamassay replay FILE.csv --topic input',
  'npx streamassay topic output',
  `npx streamassay submit JOB.py -- --brokers ${brokersForJobs} --input input --output output --group lab`,
  'npx streamassay watch output',
]
