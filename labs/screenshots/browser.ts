/** A real browser without a window: the Chromium of this machine. */
import { access } from 'node:fs/promises'

import { chromium, type Page } from 'playwright-core'
import { StreamassayError } from '../../harness/errors.ts'

const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const size = { width: 1280, height: 960 }
const waitMs = 30_000

export interface Browser extends AsyncDisposable {
  readonly page: Page
}

/** @throws StreamassayError `SETUP_FAILED` when there is no Chromium */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: await findProgram(), args: ['--no-sandbox'] })
  const page = await browser.newPage({ viewport: size })
  page.setDefaultTimeout(waitMs)
  return { page, [Symbol.asyncDispose]: () => browser.close() }
}

async function findProgram(): Promise<string> {
  for (const path of programs) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  throw new StreamassayError('SETUP_FAILED', 'there is no Chromium to take pictures with', {
    remedy: 'install it: apt-get install chromium',
  })
}
