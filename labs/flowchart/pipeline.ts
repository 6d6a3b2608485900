/** The course's project as a flowchart: what is on its way from the CSV file to the verdict, said once for every drawing of it. */

/** A step, in the shape that flowcharts give to its kind. */
export interface Step {
  readonly id: string
  /** One line or several. */
  readonly label: string
  readonly shape: 'terminator' | 'document' | 'process' | 'decision' | 'store'
  /** The group that it stands in; null for none. */
  readonly group: string | null
}

export interface Flow {
  readonly from: string
  readonly to: string
  /** What a decision must say for this way to be taken; null elsewhere. */
  readonly label: string | null
}

export interface Flowchart {
  readonly groups: readonly { readonly id: string; readonly label: string }[]
  readonly steps: readonly Step[]
  readonly flows: readonly Flow[]
}

const step = (id: string, shape: Step['shape'], label: string, group: string | null = null): Step => ({
  id,
  label,
  shape,
  group,
})
const flow = (from: string, to: string, label: string | null = null): Flow => ({ from, to, label })

/** The operators of the job stand in the order, and with the functions, that pyflink-jobs/weather/job.py has them in. */
export const weatherProject: Flowchart = {
  groups: [
    { id: 'flink', label: 'Flink: weather.job' },
    { id: 'judge', label: 'streamassay' },
  ],
  steps: [
    step('file', 'document', 'seattle-weather.csv\n1,461 days'),
    step('replay', 'process', 'replay\na JSON record for each row'),
    step('days', 'store', 'Kafka topic\ndays'),
    step('source', 'process', 'from_source\nKafkaSource', 'flink'),
    step('parse', 'process', 'map\njson.loads', 'flink'),
    step('convert', 'process', 'map\nto_imperial', 'flink'),
    step('rainy', 'decision', 'filter\nis_rainy', 'flink'),
    step('dropped', 'terminator', 'dropped', 'flink'),
    step('write', 'process', 'map\nto_json', 'flink'),
    step('sink', 'process', 'sink_to\nKafkaSink', 'flink'),
    step('rainy-days', 'store', 'Kafka topic\nrainy days'),
    step('reference', 'process', 'reference\nmap toImperial, filter isRainy', 'judge'),
    step('drain', 'process', 'drain\nread to the known end', 'judge'),
    step('compare', 'decision', 'compare\nevery row, in order', 'judge'),
    step('pass', 'terminator', 'verdict: pass', 'judge'),
    step('fail', 'terminator', 'verdict: fail\nthe first wrong row', 'judge'),
  ],
  flows: [
    flow('file', 'replay'),
    flow('replay', 'days'),
    flow('days', 'source'),
    flow('source', 'parse'),
    flow('parse', 'convert'),
    flow('convert', 'rainy'),
    flow('rainy', 'dropped', 'False'),
    flow('rainy', 'write', 'True'),
    flow('write', 'sink'),
    flow('sink', 'rainy-days'),
    flow('rainy-days', 'drain'),
    flow('drain', 'compare'),
    flow('file', 'reference'),
    flow('reference', 'compare'),
    flow('compare', 'pass', 'equal'),
    flow('compare', 'fail', 'not equal'),
  ],
}
