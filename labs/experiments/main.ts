/** `npm run experiments`: measures the five claims of docs/claims.md, and draws its tables and charts anew. */
import { Argument, Command, InvalidArgumentError } from 'commander'

import { interruption, Interruption } from '../../harness/cli/interrupt.ts'
import { errorText } from '../../harness/errors.ts'
import { claimNames, claims } from './claims.ts'
import { readMeasurements, writeDocument } from './document.ts'
import { thisMachine, thisSoftware } from './ground/circumstances.ts'
import { type ExperimentGround, fullRows, prepareExperiments } from './ground/ground.ts'
import type { ClaimName, ClaimPoints, Measured } from './measurements.ts'

/** The document itself; what is made smaller to try it out goes elsewhere. */
const folders = { whole: 'docs', tried: '.streamassay/experiments' }

const command = new Command('experiments')
  .description('Measures the five claims; docs/claims.md says how, and what came of it.')
  .addArgument(new Argument('[claims...]', 'these alone').choices(claimNames))
  .option(
    '--rows <number>',
    `rows of the largest run, all others smaller by as much; written to ${folders.tried} and not to ${folders.whole}`,
    rowsOf,
    fullRows,
  )
  .option('--draw', `measure nothing: draw ${folders.whole} anew from what was measured before`)
  .parse()

function rowsOf(text: string): number {
  const rows = Number(text)
  if (!Number.isInteger(rows) || rows < 1_000 || rows > fullRows) {
    throw new InvalidArgumentError(`A whole number from 1000 to ${fullRows}.`)
  }
  return rows
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)

process.exitCode = 2
const signal = interruption()
try {
  const asked = command.processedArgs[0] as ClaimName[]
  const { rows, draw } = command.opts<{ readonly rows: number; readonly draw?: true }>()
  if (draw) await writeDocument(folders.whole, await readMeasurements(folders.whole))
  else await experiment(asked.length === 0 ? claimNames : asked, rows)
  signal.throwIfAborted()
  process.exitCode = 0
} catch (error) {
  if (error instanceof Interruption) process.exitCode = error.exitCode
  else process.stderr.write(`\n${errorText(error)}\n`)
}
// A library may still hold a connection open.
process.exit()

async function experiment(asked: readonly ClaimName[], rows: number): Promise<void> {
  const folder = rows === fullRows ? folders.whole : folders.tried
  // That this cannot be is to be known before anything is measured.
  await writeDocument(folder, await readMeasurements(folder))
  const ground = await prepareExperiments(rows, { signal, tell: (text) => print(`  ${text}`) })
  for (const claim of claimNames.filter((name) => asked.includes(name))) {
    print(`\n${claim}`)
    const measured = await measureClaim(claim, ground, asked)
    // Kept as they come: a later claim that fails must not cost what was measured before.
    await writeDocument(folder, { ...(await readMeasurements(folder)), [claim]: measured })
    print(`  done in ${measured.seconds} s`)
  }
  print(`\n${folder}/claims.md`)
}

async function measureClaim<Name extends ClaimName>(
  claim: Name,
  ground: ExperimentGround,
  asked: readonly ClaimName[],
): Promise<Measured<ClaimPoints[Name]>> {
  const { measure } = await claims[claim]()
  const beganMs = performance.now()
  const points = await measure(ground)
  const whole = asked.length === claimNames.length
  return {
    day: new Date().toISOString().slice(0, 10),
    command: whole ? 'npm run experiments' : `npm run experiments -- ${asked.join(' ')}`,
    seconds: Math.round((performance.now() - beganMs) / 1000),
    machine: thisMachine(),
    software: thisSoftware(),
    points,
  }
}
