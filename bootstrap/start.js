/** The way in: brings the locked packages and Node 24, then hands over to a TypeScript program with everything it was given. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { bringPackages } from './packages.js'
import { chooseNode } from './runtime.js'
import { ancestry, onParentGone } from './parent.js'

// Taken before the packages are installed, which blocks: a parent that is gone by then would not be missed.
const bornUnder = ancestry()
const isUnderNpm = process.env['npm_lifecycle_event'] !== undefined

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Runs `program` (a path below the project's root) with `programArguments` on Node 24, in this terminal and this working
 * directory, and ends as it ends: same exit code, 128 + number for a signal.
 */
export async function start(program, programArguments) {
  try {
    await bringPackages(root)
    if (isUnderNpm && ancestry() !== bornUnder) throw new Error('npm ended while packages were being installed')
    handOver(chooseNode(root), [join(root, program), ...programArguments])
  } catch (error) {
    process.stderr.write(`streamassay could not start: ${error.message}\n`)
    process.exitCode = 2
  }
}

function handOver(node, nodeArguments) {
  const lifeline = pathToFileURL(join(root, 'bootstrap', 'lifeline.js')).href
  // Node lets garbage grow to some 100 MB before it looks at it; what we stream is short-lived, and 8 MiB collect it as fast.
  const child = spawn(node, ['--max-semi-space-size=8', '--import', lifeline, ...nodeArguments], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  // Under npm our parent is npm or its shell: when that is killed outright, nobody reads what we print any more.
  if (isUnderNpm) onParentGone(() => child.kill('SIGTERM'))
  child.on('error', (error) => {
    process.stderr.write(`streamassay could not start ${node}: ${error.message}\n`)
    process.exitCode = 2
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [program, ...programArguments] = process.argv.slice(2)
  if (program === undefined) {
    process.stderr.write('usage: node bootstrap/start.js PROGRAM [ARGUMENT...]\n')
    process.exitCode = 2
  } else {
    await start(program, programArguments)
  }
}
