/** Installs the packages of package-lock.json, once for each lock file, by one process at a time. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { alone, readOr } from './turns.js'

/** Installs the locked packages unless they are installed already; throws with npm's output if npm fails. */
export async function bringPackages(root) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const marker = join(root, 'node_modules', '.streamassay-lock-sha256')
  if (readOr(marker, '') === wanted) return
  await alone(join(root, '.streamassay', 'installing'), () => {
    if (readOr(marker, '') === wanted) return
    install(root)
    writeFileSync(marker, wanted)
  })
}

function install(root) {
  process.stdout.write('Installing the locked packages (npm ci) ... ')
  const startedMs = Date.now()
  // Scripts are off because no locked package needs one. Dev and optional packages are installed whatever NODE_ENV says.
  // Engine checks are off because they look at the Node of npm, not at the Node that runs the packages.
  const npm = npmCommand()
  const ended = spawnSync(
    npm.command,
    [...npm.prefix, 'ci', '--ignore-scripts', '--include=dev', '--include=optional', '--engine-strict=false'].concat([
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]),
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 2 ** 20 },
  )
  if (ended.status !== 0) {
    process.stdout.write('failed\n')
    const output = ended.error?.message ?? firstLines((ended.stderr + ended.stdout).trim().split('\n'))
    throw new Error(`npm ci failed. Check that the package registries are reachable.\n${output}`)
  }
  process.stdout.write(`${((Date.now() - startedMs) / 1000).toFixed(1)} s\n`)
}

/** @param {string[]} lines */
function firstLines(lines) {
  const more = lines.length > 20 ? [`and ${lines.length - 20} more`] : []
  return [...lines.slice(0, 20), ...more].join('\n')
}

/** Under npm, that very npm; else the one on the path. */
function npmCommand() {
  const script = process.env['npm_execpath']
  const isNpm = script !== undefined && script.endsWith('npm-cli.js')
  return isNpm ? { command: process.execPath, prefix: [script] } : { command: 'npm', prefix: [] }
}
