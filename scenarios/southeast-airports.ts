/** South-east airports: the airports of the United States, their names tidied, those of one region kept. */
import { column, csvFixture, defineScenario, pipeline, pyflinkJob } from 'streamassay'
import { z } from 'zod'

import { isInSoutheast, normalise, withPosition } from './reference/airports.ts'

/** The columns of fixtures/airports.csv. */
export const Airport = z.object({
  iata: column.text(),
  name: column.text(),
  city: column.text(),
  state: column.text(),
  country: column.text(),
  latitude: column.double(),
  longitude: column.double(),
})

export default defineScenario({
  name: 'southeast-airports',
  job: pyflinkJob({ root: 'pyflink-jobs', module: 'airports.job' }),
  input: csvFixture('fixtures/airports.csv', Airport),
  key: 'iata',
  reference: pipeline(Airport).map(normalise).filter(isInSoutheast).map(withPosition),
  identity: 'iata',
})
