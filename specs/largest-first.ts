/** The order of spec files: the longest first, so that no worker is alone at the end. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { BaseSequencer, type TestSpecification } from 'vitest/node'

const specs = fileURLToPath(new URL('.', import.meta.url))

/**
 * Sorts by the size of a spec file and of the modules of specs/ that it imports, where vitest does not remember a run of each
 * file. vitest's own order is by the file alone: a long spec whose tests stand in a module comes last.
 */
export class LargestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- the sort of a sequencer, which is no array
    const sorted = await super.sort(files)
    if (files.every((file) => this.ctx.cache.getTestSpecificationResult(file) !== undefined)) return sorted
    const sizes = new Map(files.map(({ moduleId }) => [moduleId, sizeBytes(moduleId)]))
    return sorted.toSorted(
      (one, other) =>
        groupOf(one) - groupOf(other) || (sizes.get(other.moduleId) ?? 0) - (sizes.get(one.moduleId) ?? 0),
    )
  }
}

const groupOf = ({ project }: TestSpecification): number => project.config.sequence.groupOrder

/** The size of a module and of all modules of specs/ that it imports, directly or not. */
export function sizeBytes(path: string): number {
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
