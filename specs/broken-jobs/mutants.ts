/** The zoo: every broken job is the right one with one small edit, such as a person could make. */

/** One edit of one file; `replace` must occur in it exactly once. */
export interface Mutant {
  /** The job's package in pyflink-jobs. */
  readonly job: 'weather' | 'airports' | 'readings' | 'totals' | 'weeks' | 'routes' | 'years' | 'invoices'
  /** From the package. */
  readonly file: 'logic.py' | 'job.py' | `../wiring/${string}.py`
  readonly replace: string
  readonly by: string
}

const rainy = 'return day["precipitation_in"] >= RAINY_FROM_IN'

/** The broken jobs by name. */
export const mutants = {
  'boundary left out': { job: 'weather', file: 'logic.py', replace: '>= RAINY_FROM_IN', by: '> RAINY_FROM_IN' },
  'filter inverted': { job: 'weather', file: 'logic.py', replace: '>= RAINY_FROM_IN', by: '< RAINY_FROM_IN' },
  'snow dropped': { job: 'weather', file: 'logic.py', replace: rainy, by: `${rainy} and day["weather"] != "snow"` },
  'nothing kept': { job: 'weather', file: 'logic.py', replace: rainy, by: 'return False' },
  'fields swapped': {
    job: 'weather',
    file: 'logic.py',
    replace: `"temp_max_f": rounded(to_fahrenheit(day["temp_max"]), 10.0),
        "temp_min_f": rounded(to_fahrenheit(day["temp_min"]), 10.0),`,
    by: `"temp_max_f": rounded(to_fahrenheit(day["temp_min"]), 10.0),
        "temp_min_f": rounded(to_fahrenheit(day["temp_max"]), 10.0),`,
  },
  'rounded down': { job: 'weather', file: 'logic.py', replace: 'value * per_unit + 0.5', by: 'value * per_unit' },
  'knots for miles': { job: 'weather', file: 'logic.py', replace: '3600.0 / 1609.344', by: '3600.0 / 1852.0' },
  'number as text': {
    job: 'weather',
    file: 'logic.py',
    replace: 'rounded(to_mph(day["wind"]), 10.0)',
    by: 'str(rounded(to_mph(day["wind"]), 10.0))',
  },
  'crash on the first rain': { job: 'weather', file: 'logic.py', replace: 'return "moderate"', by: 'return moderate' },
  'import that fails': { job: 'weather', file: 'logic.py', replace: 'import math', by: 'import maths' },
  'flag of another name': {
    job: 'weather',
    file: '../wiring/command_line.py',
    replace: '"--group"',
    by: '"--consumer-group"',
  },
  'rows doubled': {
    job: 'weather',
    file: 'job.py',
    replace: '.filter(is_rainy)',
    by: '.filter(is_rainy)\n        .flat_map(lambda day: [day, day])',
  },
  // One day is held back until the next one has gone out; a default value is the only place a lambda has to keep it.
  'neighbours swapped': {
    job: 'weather',
    file: 'job.py',
    replace: '.filter(is_rainy)',
    by: `.filter(is_rainy)
        .flat_map(lambda day, held=[]: held.append(day) or [] if day["date"] == "2012-03-05" else [day, *held, held.clear()][:-1])`,
  },
  'halves to even': {
    job: 'airports',
    file: 'logic.py',
    replace: 'math.floor(degrees * 10000.0 + 0.5) / 10000.0',
    by: 'round(degrees, 4)',
  },
  'letters of Unicode': {
    job: 'airports',
    file: 'logic.py',
    replace: 'name.translate(ASCII_LOWER)',
    by: 'name.lower()',
  },
  'return forgotten': { job: 'airports', file: 'logic.py', replace: 'return {**place, ', by: '_ = {**place, ' },
  'not JSON': {
    job: 'airports',
    file: '../wiring/json_text.py',
    replace: 'json.dumps(row, ensure_ascii=False)',
    by: 'str(row)',
  },
  'rain at freezing point': {
    job: 'readings',
    file: 'logic.py',
    replace: 'day["temp_max"] > 0.0',
    by: 'day["temp_max"] >= 0.0',
  },
  'frost at freezing point': {
    job: 'readings',
    file: 'logic.py',
    replace: 'day["temp_min"] < 0.0',
    by: 'day["temp_min"] <= 0.0',
  },
  'one reading a day': {
    job: 'readings',
    file: 'job.py',
    replace: '.flat_map(readings_of)',
    by: '.flat_map(lambda day: list(readings_of(day))[:1])',
  },
  'key of another field': {
    job: 'totals',
    file: 'logic.py',
    replace: 'return total["weather"]',
    by: 'return total["wettest"]',
  },
  'one key for all': { job: 'totals', file: 'logic.py', replace: 'return total["weather"]', by: 'return "all"' },
  'last of the wettest': {
    job: 'totals',
    file: 'logic.py',
    replace: '> before["wettest_mm"]',
    by: '>= before["wettest_mm"]',
  },
  'sum begun anew': {
    job: 'totals',
    file: 'logic.py',
    replace: 'before["precipitation"] + total["precipitation"]',
    by: 'total["precipitation"]',
  },
  'weeks from Sunday': {
    job: 'weeks',
    file: 'job.py',
    replace: 'Time.days(7), Time.days(4)',
    by: 'Time.days(7), Time.days(3)',
  },
  'late days counted': {
    job: 'weeks',
    file: 'job.py',
    replace: '.side_output_late_data(late)',
    by: '.allowed_lateness(30 * 24 * 60 * 60 * 1000)\n        .side_output_late_data(late)',
  },
  'late days dropped': {
    job: 'weeks',
    file: 'job.py',
    replace: '        .side_output_late_data(late)\n',
    by: '',
  },
  'routes do not wait': { job: 'routes', file: 'job.py', replace: 'self.waiting.add(value)', by: 'return' },
  'key of the other end': {
    job: 'routes',
    file: 'logic.py',
    replace: 'return route["origin"]',
    by: 'return route["destination"]',
  },
  'part of a side dropped': {
    job: 'routes',
    file: 'job.py',
    replace: '.filter(is_far_south)',
    by: '.filter(is_far_south).filter(lambda airport: airport["state"] != "PR")',
  },
  'largest for the sum': { job: 'years', file: 'logic.py', replace: 'SUM(', by: 'MAX(' },
  'dry days not counted': {
    job: 'years',
    file: 'logic.py',
    replace: 'COUNT(*)',
    by: 'COUNT(NULLIF(precipitation, 0))',
  },
  'snow not queried': { job: 'years', file: 'logic.py', replace: 'FROM days', by: "FROM days WHERE weather <> 'snow'" },
  'rows not taken back': {
    job: 'years',
    file: 'job.py',
    replace: 'write(years.map',
    by: 'write(years.filter(lambda row: str(row.get_row_kind()) != "-U").map',
  },
  'crash in the last week': {
    job: 'weeks',
    file: 'logic.py',
    replace: '    count, precipitation, warmest = 0, 0.0, float("-inf")\n',
    by: '    count, precipitation, warmest = 0, 0.0, 1 / (start_ms - 1_356_307_200_000)\n',
  },
  'all weather in one week': { job: 'weeks', file: 'logic.py', replace: 'return day["weather"]', by: 'return "all"' },
} as const satisfies Record<string, Mutant>

export type MutantName = keyof typeof mutants
