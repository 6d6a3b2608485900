/** A job's Python package as a zip that is the same, byte for byte, wherever and whenever it is made. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { zipSync } from 'fflate'

import { messageOf } from '../../errors.ts'
import type { PyflinkJob } from '../../scenario/scenario.ts'
import { findJobFiles, packageInvalid } from './job-files.ts'

/** One file of a job, by its path in the zip (`orders/logic.py`). */
export interface JobFile {
  readonly path: string
  readonly sha256: string
}

/** A job as it is uploaded. */
export interface JobPackage {
  readonly zip: Uint8Array<ArrayBuffer>
  readonly sha256: string
  /** What is in the zip, sorted by path. */
  readonly files: readonly JobFile[]
}

// Flink takes uploads of up to 100 MB; what is larger than this is not a program.
const maximumSizeBytes = 64 * 1024 * 1024
// A zip holds the local time without its zone, and this names one; noon exists in every zone.
const fixedTime = '1980-01-01T12:00:00'

/**
 * Reads a job's files and zips them.
 *
 * @throws StreamassayError `JOB_PACKAGE_INVALID` when the files are not what Python could import, cannot be read, or are
 * larger than 64 MiB together
 */
export async function packageJob(job: PyflinkJob): Promise<JobPackage> {
  const found = await findJobFiles(job)
  const sizeBytes = found.reduce((sum, file) => sum + file.sizeBytes, 0)
  if (sizeBytes > maximumSizeBytes) {
    const largest = found.reduce((one, other) => (other.sizeBytes > one.sizeBytes ? other : one))
    throw packageInvalid(
      job,
      `the package has ${sizeBytes} bytes, but at most ${maximumSizeBytes} are allowed; the largest file is ${largest.path}`,
      'Move large files out of the package: put them into the image, or into storage that the job can read.',
    )
  }
  const contents = await Promise.all(found.map(({ path }) => read(job, path)))
  const zip = zipSync(Object.fromEntries(contents), { mtime: fixedTime })
  return {
    zip,
    sha256: sha256(zip),
    files: contents.map(([path, content]) => ({ path, sha256: sha256(content) })),
  }
}

const read = async (job: PyflinkJob, path: string): Promise<[string, Uint8Array]> => {
  const content = await readFile(join(job.root, path)).catch((error: unknown) => {
    const problem = `${path} cannot be read: ${messageOf(error)}`
    throw packageInvalid(job, problem, 'Make the file readable, or move it out of the package.', error)
  })
  return [path, content]
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
