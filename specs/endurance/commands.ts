/** Commands as users type them, on a stack that nobody else keeps. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** Takes the words of one command and returns what it printed. */
export type Command = (...words: readonly string[]) => Promise<string>

/** What `--json` says of a run or a check. */
export interface Ended {
  readonly runId?: string
  readonly verdict: string
  readonly reason: string
}

/** Commands that know a kept stack by that name alone, and end after a time. */
export const commandsOf =
  (keptName: string, timeoutMs: number): Command =>
  async (...words) => {
    const child = spawn(
      'env',
      [`STREAMASSAY_KEPT_NAME=${keptName}`, process.execPath, 'bootstrap/streamassay.js', ...words],
      { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs },
    )
    const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
    return said === '' ? complained : said
  }

/** How the command ended that prints JSON; the verdict of one that prints anything else is `none`. */
export async function endedOf(said: Promise<string>): Promise<Ended> {
  const printed = await said
  try {
    return JSON.parse(printed) as Ended
  } catch {
    return { verdict: 'none', reason: printed }
  }
}

/** Keeps a stack while `work` goes on. @throws Error when none can be kept: nothing would be shared */
export async function withKeptStack(
  command: Command,
  options: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const kept = await command('up', ...options)
  process.stdout.write(kept)
  try {
    if (!kept.includes('stack: ready')) throw new Error('no stack could be kept')
    await work()
  } finally {
    process.stdout.write(await command('down'))
  }
}
