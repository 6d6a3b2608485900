/** `streamassay doctor`: everything that a run depends on, a line each, with the remedy under what needs one. */
import { doctor } from '../../setup/doctor.ts'
import { print } from '../print.ts'

const marks = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' } as const

/** Returns the exit code: 2 when a problem was found that would keep a run from working, else 0. */
export async function doctorCommand(): Promise<number> {
  const checks = await doctor()
  const width = Math.max(...checks.map(({ name }) => name.length))
  for (const { name, state, found, remedy } of checks) {
    print(`${marks[state]}  ${name.padEnd(width)}  ${found}`)
    if (remedy !== null) print(`${' '.repeat(width + 11)}-> ${remedy}`)
  }
  return checks.some(({ state }) => state === 'problem') ? 2 : 0
}
