/** What the pictures show: pages of Flink's Web UI, each waited for until it shows what the course says that it shows. */
import type { Page } from 'playwright-core'

export interface Shown {
  readonly webUi: string
  /** The ids of a job that runs, and of one that fails. */
  readonly running: string
  readonly failing: string
}

/** Brings a page to where its picture is taken. */
export type View = (page: Page) => Promise<void>

/** A hundred lines of Java, and some more. */
const mostScrolls = 60
const drawnMs = 50

/** By the names of the pictures. */
export const views = ({ webUi, running, failing }: Shown): Readonly<Record<string, View>> => ({
  overview: async (page) => {
    await page.goto(`${webUi}/#/overview`)
    await page.getByText('rainy-days').first().waitFor()
    await page.getByText('FAILED').first().waitFor()
  },
  job: async (page) => {
    await page.goto(`${webUi}/#/job/running/${running}/overview`)
    // The counters are some seconds behind.
    const counted = page.getByRole('cell', { name: /^\d,\d{3}$/ }).first()
    await counted.waitFor()
    await counted.scrollIntoViewIfNeeded()
  },
  exception: async (page) => {
    await page.goto(`${webUi}/#/job/completed/${failing}/exceptions`)
    await page.getByText('Recovery is suppressed').first().waitFor()
    // The page has only those lines of the text that are in sight.
    const told = page.getByText('KeyError').first()
    await page.mouse.move(800, 600)
    for (let scrolled = 0; scrolled < mostScrolls && !(await told.isVisible()); scrolled += 1) {
      await page.mouse.wheel(0, 200)
      await page.waitForTimeout(drawnMs)
    }
    await told.waitFor()
  },
})
