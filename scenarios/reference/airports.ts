/** What the south-east airports job should write, modelled from pyflink-jobs/airports/DESCRIPTION.md and not from its Python. */

/** An airport as recorded. */
export interface RecordedAirport {
  readonly iata: string
  readonly name: string
  readonly city: string
  readonly state: string
  readonly country: string
  /** Degrees; north is positive. */
  readonly latitude: number
  /** Degrees; east is positive. */
  readonly longitude: number
}

/** An airport with tidy names and rounded degrees. */
export interface Place {
  readonly iata: string
  readonly name: string
  /** Null when unknown. */
  readonly city: string | null
  /** Null when unknown. */
  readonly state: string | null
  readonly slug: string
  readonly latitude: number
  readonly longitude: number
}

/** A place as the job writes it. */
export interface PositionedPlace extends Place {
  readonly position: string
}

/** Names tidied, degrees rounded, the slug derived. */
export function normalise(airport: RecordedAirport): Place {
  const name = tidy(airport.name)
  return {
    iata: airport.iata,
    name,
    city: known(airport.city),
    state: known(airport.state),
    slug: slugOf(name),
    latitude: toTenThousandths(airport.latitude),
    longitude: toTenThousandths(airport.longitude),
  }
}

/** True inside the box of the region and on its edges. */
export const isInSoutheast = ({ latitude, longitude }: Place): boolean =>
  latitude >= 24 && latitude <= 35 && longitude >= -88.5 && longitude <= -78

/** The place with its position in degrees and minutes, latitude first. */
export const withPosition = (place: Place): PositionedPlace => ({
  ...place,
  position: `${angle(place.latitude, 'N', 'S')} ${angle(place.longitude, 'E', 'W')}`,
})

// Neither trim() nor \s: both know more blanks than U+0020.
const tidy = (text: string): string => text.replaceAll(/ +/g, ' ').replaceAll(/^ | $/g, '')

function known(text: string): string | null {
  const tidied = tidy(text)
  return tidied === 'NA' ? null : tidied
}

const slugOf = (name: string): string =>
  name
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')

const toTenThousandths = (degrees: number): number => Math.floor(degrees * 10_000 + 0.5) / 10_000

function angle(degrees: number, positive: string, negative: string): string {
  const minutes = Math.floor(Math.abs(degrees) * 60 + 0.5)
  const whole = Math.floor(minutes / 60)
  return `${whole}°${String(minutes - whole * 60).padStart(2, '0')}′${degrees < 0 ? negative : positive}`
}
