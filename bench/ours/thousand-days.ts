/** The scenario of the whole specs that are measured: 1,000 days, which the bench has written before. */
import { daysScenario } from '../days.ts'
import { commandRows } from './command.ts'

export default daysScenario(commandRows)
