/** Debian's and Ubuntu's packages, installed by their own tool. */
import { runCommand } from './command.ts'
import type { Progress } from '../progress.ts'

const timeoutMs = 5 * 60_000

// Another apt may be at work (automatic upgrades): it is given time to end.
const lockTimeout = ['-o', 'DPkg::Lock::Timeout=120']

/**
 * Brings the package lists up to date and installs `packages` without anything that is merely recommended; needs root.
 *
 * @throws StreamassayError `SETUP_FAILED` with apt's last lines
 */
export async function installPackages(
  packages: readonly string[],
  options: { readonly progress: Progress; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const remedy = `Run "apt-get update && apt-get install --no-install-recommends ${packages.join(' ')}" yourself, then run this command again.`
  const apt = (...args: string[]): Promise<void> =>
    runCommand('env', ['DEBIAN_FRONTEND=noninteractive', 'apt-get', ...lockTimeout, ...args], {
      ...options,
      name: 'apt',
      telling: /^(?:Fetched|Setting up) .*/,
      timeoutMs,
      remedy,
    })
  await apt('update')
  await apt('install', '--yes', '--no-install-recommends', ...packages)
}
