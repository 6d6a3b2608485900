/** Draws the course's flowchart anew: `npm run flowchart` writes docs/flowchart.graphml and docs/flowchart.svg. */
import { writeFile } from 'node:fs/promises'

import { graphml } from './graphml.ts'
import { layOut } from './layout.ts'
import { weatherProject } from './pipeline.ts'
import { svg } from './svg.ts'

const laidOut = await layOut(weatherProject)
await writeFile(new URL('../../docs/flowchart.graphml', import.meta.url), graphml(laidOut))
await writeFile(new URL('../../docs/flowchart.svg', import.meta.url), svg(laidOut))
process.stdout.write('docs/flowchart.graphml, docs/flowchart.svg\n')
