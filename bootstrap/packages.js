/** Brings node_modules to what package-lock.json says, once per lock, and never twice at a time. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { alone, readOr } from './turns.js'

/** Installs the locked packages if they are not the ones that are there; throws with npm's words when npm fails. */
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
  process.stdout.write('Bringing the locked packages (npm ci) ... ')
  const startedMs = Date.now()
  // Scripts stay off because no locked package needs one; dev and optional packages come whatever NODE_ENV says; engine
  // checks are about the Node that npm runs on, not about the one that the packages will run on.
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
    const said = ended.error?.message ?? (ended.stderr + ended.stdout).trim().split('\n').slice(0, 20).join('\n')
    throw new Error(`npm ci did not bring the locked packages (are the package registries reachable?):\n${said}`)
  }
  process.stdout.write(`${((Date.now() - startedMs) / 1000).toFixed(1)} s\n`)
}

/** Under npm, that very npm; else the one on the path. */
function npmCommand() {
  const script = process.env['npm_execpath']
  const isNpm = script !== undefined && script.endsWith('npm-cli.js')
  return isNpm ? { command: process.execPath, prefix: [script] } : { command: 'npm', prefix: [] }
}
