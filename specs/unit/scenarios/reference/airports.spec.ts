/** The model of the south-east airports job against values worked out by hand from its description. */
import { describe, expect, test } from 'vitest'

import { isInSoutheast, normalise, withPosition } from '../../../../scenarios/reference/airports.ts'

const recorded = {
  iata: 'DBN',
  name: 'Dublin',
  city: 'Dublin',
  state: 'GA',
  country: 'USA',
  latitude: 30,
  longitude: -80,
}
const at = (latitude: number, longitude: number) => withPosition(normalise({ ...recorded, latitude, longitude }))
const inside = (latitude: number, longitude: number) => isInSoutheast(at(latitude, longitude))
const named = (name: string) => normalise({ ...recorded, name })

describe('the model of the south-east airports job', () => {
  test('makes a real airport a place with a position, its fields in the described order', () => {
    const name = 'W. H. "Bud" Barron'
    const place = withPosition(normalise({ ...recorded, name, latitude: 32.56445806, longitude: -82.98525556 }))
    expect(JSON.stringify(place)).toBe(
      JSON.stringify({
        iata: 'DBN',
        name,
        city: 'Dublin',
        state: 'GA',
        slug: 'w-h-bud-barron',
        latitude: 32.5645,
        longitude: -82.9853,
        position: '32°34′N 82°59′W',
      }),
    )
  })

  test('tidies blanks and nothing else', () => {
    expect(named('  Moton   Municipal ').name).toBe('Moton Municipal')
    expect(named('tab\tand\u00A0no-break \n').name).toBe('tab\tand\u00A0no-break \n')
    expect(named('   ').name).toBe('')
  })

  test('reads NA alone as unknown', () => {
    expect(normalise({ ...recorded, city: ' NA ', state: 'NA' })).toMatchObject({ city: null, state: null })
    expect(normalise({ ...recorded, city: 'NAS Pensacola', state: 'Na' })).toMatchObject({
      city: 'NAS Pensacola',
      state: 'Na',
    })
  })

  test('knows 26 letters in a slug', () => {
    expect(named('Union County, Troy Shelton').slug).toBe('union-county-troy-shelton')
    expect(named('(Old) Harbor 2').slug).toBe('old-harbor-2')
    expect(named('Été \u0130zmir \u212Alein').slug).toBe('t-zmir-lein')
    expect(named('東京 🛫').slug).toBe('')
  })

  test('rounds degrees to four places with halves up', () => {
    expect(at(33.67975, -83.12802778)).toMatchObject({ latitude: 33.6798, longitude: -83.128 })
    expect(at(35.00004, -0.00005)).toMatchObject({ latitude: 35, longitude: 0 })
  })

  test('keeps the box of the region with its edges', () => {
    expect([inside(24, -78), inside(35, -88.5), inside(35.00004, -80)]).toEqual([true, true, true])
    expect([inside(35.0001, -80), inside(23.9999, -80), inside(30, -77.9999), inside(30, -88.5001)]).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  test('writes a position in degrees and two-digit minutes, with its sides', () => {
    expect(at(33.9425, -118.4081).position).toBe('33°57′N 118°24′W')
    expect(at(-14.5, 170.25).position).toBe('14°30′S 170°15′E')
    expect(at(9.9999, 0).position).toBe('10°00′N 0°00′E')
  })
})
