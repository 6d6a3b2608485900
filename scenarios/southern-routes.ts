/** Routes that leave from the far south, each with its airport: two streams that a job joins, whichever comes first. */
import { column, csvFixture, defineScenario, pipeline, pyflinkJob } from 'streamassay'
import { z } from 'zod'

import { departureOf, isFarSouth, placed } from './reference/routes.ts'
import { Airport } from './southeast-airports.ts'

const Route = z.object({ origin: column.text(), destination: column.text(), count: column.int() })

const airports = csvFixture('fixtures/airports.csv', Airport)

export default defineScenario({
  name: 'southern-routes',
  job: pyflinkJob({ root: 'pyflink-jobs', module: 'routes.job' }),
  input: csvFixture('fixtures/flights-airport.csv', Route),
  sides: { airports },
  reference: pipeline(Route)
    .join(airports, { where: ({ origin }) => origin, equalTo: ({ iata }) => iata }, placed)
    .filter(isFarSouth)
    .map(departureOf),
  identity: ['origin', 'destination'],
  // The routes of one airport keep their order; those that waited for theirs come later than others.
  order: ({ origin }) => origin,
})
