/** The versions of what runs on this side: streamassay and Node. */
import { readFileSync } from 'node:fs'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** As `run.json` has them. */
export const ownVersions = { streamassay: version, node: process.versions.node }
