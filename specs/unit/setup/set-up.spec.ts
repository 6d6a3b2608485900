/** Specs of what set-up checks before it changes anything; set-up itself is in specs/contracts/setup.spec.ts. */
import { expect, test, vi } from 'vitest'

import type { Report } from '../../../harness/progress.ts'
import { setUp } from '../../../harness/setup/set-up.ts'

test('a wrong mirror ends set-up before its first step', async () => {
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1')
  vi.stubEnv('STREAMASSAY_PYPI_MIRROR', 'pypi.example/simple')
  const report = vi.fn<Report>()
  await expect(setUp({ report })).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message: 'STREAMASSAY_PYPI_MIRROR is no http or https address',
  })
  expect(report).not.toHaveBeenCalled()
  vi.unstubAllEnvs()
})
