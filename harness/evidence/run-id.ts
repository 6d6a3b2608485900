/** Names a run: sortable by its start, readable, and unique. */
import { randomBytes } from 'node:crypto'

/** Characters of the scenario's name that a run id keeps: the topics of a run carry it too. */
const nameLimit = 40

/** A new run id, `20261123T041500-large-orders-4f3a`: UTC to the second, the scenario, and four random hex digits. */
export function newRunId(scenarioName: string, now: Date): string {
  const time = now
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/[-:]/g, '')
  return `${time}-${slugOf(scenarioName)}-${randomBytes(2).toString('hex')}`
}

/** The name in lower-case letters, digits and hyphens, which file systems, Kafka and labels all take. */
function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, nameLimit)
    .replace(/^-+|-+$/g, '')
  return slug === '' ? 'scenario' : slug
}
