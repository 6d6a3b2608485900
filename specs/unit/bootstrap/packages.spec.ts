/** Specs of bringing the locked packages: once for a lock, never twice at a time, and told when it fails. */
import { spawnSync } from 'node:child_process'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { type Project, project, upToDate } from './project.ts'

const lockFile = '.streamassay/installing'
const install = 'ci --ignore-scripts --include=dev --include=optional --engine-strict=false'

/** A project with a program that brings its packages and does nothing else. */
async function projectOf(): Promise<Project> {
  const made = await project()
  await made.write(
    'bootstrap/bring.js',
    `import { bringPackages } from './packages.js'
     await bringPackages(process.cwd()).catch((error) => process.exit(1, process.stderr.write(error.message)))
     process.stdout.write('they are there')`,
  )
  return made
}

async function bring(made: Project, env: Record<string, string> = {}): Promise<string> {
  await using started = made.start('bring.js', [], env)
  expect(await started.ended()).toBe(0)
  return started.said()
}

test('packages that are not there are brought without scripts, dev and optional ones too, and then known as there', async () => {
  await using made = await projectOf()
  expect(await bring(made)).toMatch(/^Installing the locked packages \(npm ci\) \.\.\. \d+\.\d s\nthey are there$/)
  expect(await bring(made)).toBe('they are there')
  expect(await made.npmCalls()).toEqual([expect.stringContaining(install)])
  expect(await made.marker()).toBe(upToDate[1])
})

test('another lock is another set of packages', async () => {
  await using made = await projectOf()
  await made.write(...upToDate)
  await made.write('package-lock.json', '{"lockfileVersion":4}\n')
  await bring(made)
  expect(await made.npmCalls()).toHaveLength(1)
})

test('when npm fails its words are shown, and the next start tries again', async () => {
  await using made = await projectOf()
  await made.write('npm-exit-code', '1')
  await using failing = made.start('bring.js')
  expect(await failing.ended()).toBe(1)
  expect(failing.said()).toMatch(
    /Check that the package registries are reachable\.\nnpm error ENOTFOUND registry\.invalid/,
  )
  expect(await made.marker()).toBeNull()
  await rm(join(made.path, 'npm-exit-code'))
  expect(await bring(made)).toContain('they are there')
})

test('two that start together bring the packages once', async () => {
  await using made = await projectOf()
  const slowly = { NPM_LASTS_MS: '200' }
  await Promise.all([bring(made, slowly), bring(made, slowly)])
  expect(await made.npmCalls()).toHaveLength(1)
  expect(await readdir(join(made.path, '.streamassay'))).toEqual([])
})

test('whoever is bringing them is named and waited for', async () => {
  await using made = await projectOf()
  await made.write(lockFile, String(process.pid))
  await using waiting = made.start('bring.js')
  await waiting.says(`Waiting for process ${process.pid}, which is installing the locked packages ...`)
  await made.write(...upToDate)
  await rm(join(made.path, lockFile))
  expect(await waiting.ended()).toBe(0)
  expect(await made.npmCalls()).toEqual([])
})

test('the lock of one that was killed is taken over', async () => {
  await using made = await projectOf()
  await made.write(lockFile, String(spawnSync(process.execPath, ['--version']).pid))
  expect(await bring(made)).toContain('they are there')
  expect(await made.npmCalls()).toHaveLength(1)
})
