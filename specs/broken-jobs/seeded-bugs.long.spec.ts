/** The seeded bugs that the gate leaves out. */
import { findsAndShrinks, forTheGate } from './finds-and-shrinks.ts'
import { type SeededBugName, seededBugs } from './seeded-bugs.ts'

const names = Object.keys(seededBugs) as SeededBugName[]

findsAndShrinks(names.filter((name) => !forTheGate.includes(name)))
