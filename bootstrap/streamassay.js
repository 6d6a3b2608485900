#!/usr/bin/env node
/** The `streamassay` command as npm links it: the bootstrap in front of the command line. */
import { start } from './start.js'

await start('harness/cli/main.ts', process.argv.slice(2))
