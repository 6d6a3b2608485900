/** Takes the pictures of docs/course.md: `npm run screenshots`, with Chromium, in a lab that it brings up and removes. */
import { fileURLToPath } from 'node:url'

import { openBrowser } from './browser.ts'
import { streamassay } from './steps.ts'
import { views } from './views.ts'

const pictures = new URL('../../docs/course/', import.meta.url)
const types = 'precipitation=double,temp_max=double,temp_min=double,wind=double'
const days = ['replay', 'fixtures/seattle-weather.csv', '--topic', 'days', '--types', types]

await using browser = await openBrowser()
await using lab = new AsyncDisposableStack()
const said = await streamassay('lab', 'up', '--lifetime', '10')
lab.defer(async () => void (await streamassay('lab', 'down')))
const webUi = /^Web UI +(\S+)$/m.exec(said)?.[1] ?? ''

const running = await submitted('days', 'rainy')
const failing = await submitted('airports', 'nothing')
await streamassay(...days)
await streamassay('replay', 'fixtures/airports.csv', '--topic', 'airports')
// While the pictures are taken rows go on to come, so that there is something to be seen.
const going = streamassay(...days, '--rate', '75')
for (const [name, view] of Object.entries(views({ webUi, running, failing }))) {
  await view(browser.page)
  const path = fileURLToPath(new URL(`${name}.png`, pictures))
  await browser.page.screenshot({ path })
  process.stdout.write(`docs/course/${name}.png\n`)
}
await going

/** The id of the weather job between two new topics. */
async function submitted(input: string, output: string): Promise<string> {
  for (const topic of [input, output]) await streamassay('topic', topic)
  const flags = ['--brokers', 'kafka:9092', '--input', input, '--output', output, '--group', 'course']
  const told = await streamassay('submit', 'pyflink-jobs/weather/job.py', '--', ...flags)
  return /as (\w+), see/.exec(told)?.[1] ?? ''
}
