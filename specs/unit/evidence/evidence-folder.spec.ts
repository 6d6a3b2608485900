/** The folder of a run and the link to the newest. */
import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { describe, expect, onTestFinished, test, vi } from 'vitest'

import { closeEvidence, evidencePath, makeEvidenceFolder } from '../../../harness/evidence/evidence-folder.ts'
import { temporaryFolder } from './temporary-folder.ts'

describe('the evidence folder', () => {
  test('is ignored by git, with everything else that streamassay leaves', async () => {
    const folder = await temporaryFolder()
    expect(await makeEvidenceFolder(folder, 'run-1')).toBe(join(folder, '.streamassay/runs/run-1'))
    expect(await readFile(join(folder, '.streamassay/.gitignore'), 'utf8')).toBe('*\n')
    expect(evidencePath('run-1')).toBe('.streamassay/runs/run-1')
  })

  test('is pointed at by a relative link, which moves to the newest', async () => {
    const folder = await temporaryFolder()
    for (const runId of ['run-1', 'run-2']) {
      await makeEvidenceFolder(folder, runId)
      await closeEvidence(folder, runId)
      expect(await readlink(join(folder, '.streamassay/latest'))).toBe(`runs/${runId}`)
    }
    expect(await readdir(join(folder, '.streamassay/latest'))).toEqual([])
  })

  test('can be pointed at by many processes at once: one of them wins, and nothing is left over', async () => {
    const folder = await temporaryFolder()
    await makeEvidenceFolder(folder, 'run-0')
    await Promise.all(Array.from({ length: 20 }, (_, number) => closeEvidence(folder, `run-${number}`)))
    expect(await readlink(join(folder, '.streamassay/latest'))).toMatch(/^runs\/run-\d+$/)
    expect((await readdir(join(folder, '.streamassay'))).toSorted()).toEqual(['.gitignore', 'latest', 'runs'])
  })

  test('makes room for itself where old runs take more than they may', async () => {
    vi.stubEnv('STREAMASSAY_KEEP_MIB', '1')
    onTestFinished(() => void vi.unstubAllEnvs())
    const folder = await temporaryFolder()
    const runs = ['20260121T000000-run-0001', '20260122T000000-run-0002', '20260123T000000-run-0003']
    for (const runId of runs) {
      const path = await makeEvidenceFolder(folder, runId)
      await writeFile(join(path, 'run.json'), '{"verdict":"pass"}')
      await writeFile(join(path, 'observed.ndjson'), 'x'.repeat(600_000))
      await closeEvidence(folder, runId)
    }
    expect(await readdir(join(folder, '.streamassay/runs'))).toEqual([runs[2]])
  })

  test('leaves nothing over when something else lies where the link should be', async () => {
    const folder = await temporaryFolder()
    await mkdir(join(folder, '.streamassay/latest'), { recursive: true })
    await expect(closeEvidence(folder, 'run-1')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/)
    expect(await readdir(join(folder, '.streamassay'))).toEqual(['latest'])
  })
})
