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
    await page
      .getByText(/Busy \(max\): [1-9]/)
      .first()
      .waitFor()
    await page
      .getByRole('cell', { name: /^\d,\d{3}$/ })
      .first()
      .waitFor()
  },
  exception: async (page) => {
    await page.goto(`${webUi}/#/job/completed/${failing}/exceptions`)
    await page.getByText('Recovery is suppressed').first().waitFor()
  },
})
