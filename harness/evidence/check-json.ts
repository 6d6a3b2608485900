/** `check.json`, schema 1: a check in the words that other programs read. A change of meaning is a new schema number. */
import type { CheckAccount } from '../verdict/check-account.ts'
import { valueText } from '../verdict/report/value-text.ts'

/** The content of `check.json` as text: rows are in the dialect of the wire (a bigint as digits, `NaN` as it is). */
export function checkJson(check: CheckAccount): string {
  const { counterexample, statistics } = check
  return valueText({
    schema: 1,
    scenario: check.scenario,
    checkId: check.checkId,
    startedAt: check.startedAt.toISOString(),
    verdict: check.verdict,
    reason: check.reason,
    cases: check.cases,
    rows: check.rows,
    elapsedMs: Math.round(check.elapsedMs),
    judgingMs: check.judgingMs === null ? null : Math.round(check.judgingMs),
    rounds: check.rounds,
    predicateRuns: check.predicateRuns,
    restarts: check.restarts,
    seed: check.seed,
    path: check.path,
    counterexample: counterexample?.rows ?? null,
    source: counterexample?.source ?? null,
    isSmallest: counterexample?.isSmallest ?? null,
    exception: check.exception,
    strays: check.strays,
    keptRows: statistics.keptRows,
    sizes: Object.fromEntries(statistics.sizes),
    edges: Object.fromEntries(statistics.edges),
    edgeValues: statistics.edgeValues,
    how: check.how,
    fallback: check.fallback,
    savedAs: check.saved !== null && 'path' in check.saved ? check.saved.path : null,
    rerunCommand: check.rerunCommand,
    versions: check.versions,
  })
}
