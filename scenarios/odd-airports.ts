/** Odd airports: letters of many languages, line ends in a name, and places on and next to every edge of the region. */
import { csvFixture, defineScenario } from 'streamassay'

import southeastAirports, { Airport } from './southeast-airports.ts'

export default defineScenario({
  ...southeastAirports,
  name: 'odd-airports',
  input: csvFixture('fixtures/odd-airports.csv', Airport),
})
