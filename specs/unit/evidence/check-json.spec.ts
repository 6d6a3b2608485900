/** `check.json`, whole. */
import { expect, test } from 'vitest'

import { checkJson } from '../../../harness/evidence/check-json.ts'
import { passedCheck } from '../verdict/checks.ts'

test('has exactly the fields of schema 1, in its order', () => {
  expect(checkJson(passedCheck)).toMatchInlineSnapshot(
    `"{"schema":1,"scenario":"rainy-days","checkId":"20261123T041500-rainy-days-4f3a","startedAt":"2026-11-23T04:15:00.000Z","verdict":"pass","reason":"200 cases (1,979 rows) match the reference","cases":200,"rows":1979,"elapsedMs":1900,"judgingMs":216,"rounds":0,"predicateRuns":0,"restarts":0,"seed":7,"path":null,"counterexample":null,"source":null,"isSmallest":null,"exception":null,"strays":0,"keptRows":1200,"sizes":{"1":20,"2 to 20":180},"edges":{"freezing point":12},"edgeValues":{"hit":160,"of":163},"how":"one running job, up to 200 cases at a time","fallback":null,"savedAs":null,"rerunCommand":"npx streamassay check scenarios/rainy-days.ts --seed 7","versions":{"streamassay":"0.1.0","node":"24.21.0","kafka":"4.2.0","flink":"2.2.1","connector":"5.0.0","python":"3.11.2","java":"17.0.20"}}"`,
  )
})

test('tells the rows of a counterexample in the dialect of the wire', () => {
  const rows = [{ id: 2n ** 53n + 1n, total: Number.NaN, name: '\u2028' }]
  const text = checkJson({
    ...passedCheck,
    counterexample: { rows, source: 'generated', isSmallest: true, foundRows: 3, comparison: null },
    saved: { path: 'kept.ndjson' },
  })
  expect(text).toContain('"counterexample":[{"id":9007199254740993,"total":NaN')
  expect(text).toContain('"savedAs":"kept.ndjson"')
})
