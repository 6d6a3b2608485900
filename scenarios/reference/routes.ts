/** What the routes job should write, modelled from pyflink-jobs/routes/DESCRIPTION.md and not from its Python. */
import type { RecordedAirport } from './airports.ts'

/** How many flights there were from one airport to another. */
export interface Route {
  readonly origin: string
  readonly destination: string
  readonly count: number
}

/** A route with the airport that it leaves from, the fields in the described order. */
export interface Departure {
  readonly origin: string
  readonly destination: string
  readonly flights: number
  readonly name: string
  readonly city: string
  readonly state: string
}

/** A route, and where on earth it leaves from. */
interface Placed {
  readonly departure: Departure
  /** Degrees; north is positive. */
  readonly latitude: number
}

/** What there is to say of a route when its airport is known. */
export const placed = (
  { origin, destination, count: flights }: Route,
  { name, city, state, latitude }: RecordedAirport,
): Placed => ({ departure: { origin, destination, flights, name, city, state }, latitude })

/** True below 30 degrees. */
export const isFarSouth = ({ latitude }: Placed): boolean => latitude < 30

export const departureOf = ({ departure }: Placed): Departure => departure
