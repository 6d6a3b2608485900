/** The order of spec files: the longest first, so that no worker is alone at the end. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { BaseSequencer, type TestSpecification } from 'vitest/node'

const specs = fileURLToPath(new URL('.', import.meta.url))

/**
 * Sorts by the size of a spec file and of the modules of specs/ that it imports, where vitest does not remember a run of each
 * file. vitest's own order is by the file alone: a long spec whose tests stand in a module comes last. With
 * `--sequence.shuffle` the order follows from the seed.
 */
export class LargestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { shuffle, seed } = this.ctx.config.sequence
    if (shuffle) return sortedBy(files, ({ moduleId }) => position(`${seed} ${moduleId}`))
    if (files.some((file) => this.ctx.cache.getTestSpecificationResult(file) === undefined)) {
      return sortedBy(files, ({ moduleId }) => sizeBytes(moduleId))
    }
    // oxlint-disable-next-line unicorn/no-array-sort -- the sort of a sequencer, which is no array
    return super.sort(files)
  }
}

/** Sorts by a number, the largest first, and before that by project: files that share a process must follow each other. */
function sortedBy(
  files: readonly TestSpecification[],
  weigh: (file: TestSpecification) => number,
): TestSpecification[] {
  const weighed = files.map((file) => {
    const { name, config } = file.project
    return { file, name, group: config.sequence.groupOrder, weight: weigh(file) }
  })
  return weighed
    .toSorted(
      (one, other) => one.group - other.group || one.name.localeCompare(other.name) || other.weight - one.weight,
    )
    .map(({ file }) => file)
}

const position = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE()

/** The size of a module and of all modules of specs/ that it imports, directly or not. */
function sizeBytes(path: string): number {
  const found = new Set<string>()
  const follow = (module: string): void => {
    if (found.has(module)) return
    found.add(module)
    for (const [, imported = ''] of readFileSync(module, 'utf8').matchAll(/from '(\.[^']+)'/g)) {
      const target = resolve(dirname(module), imported)
      if (target.startsWith(specs) && existsSync(target)) follow(target)
    }
  }
  follow(path)
  return [...found].reduce((sum, module) => sum + statSync(module).size, 0)
}
