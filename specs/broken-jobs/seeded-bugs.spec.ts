/** Seeded bugs in a real job, one of each kind; the others are for the night. */
import { findsAndShrinks, forTheGate } from './finds-and-shrinks.ts'

findsAndShrinks(forTheGate)
