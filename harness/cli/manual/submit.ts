/** `streamassay submit JOB -- ARGUMENTS`: a Python job to the kept stack's cluster, with a command line as you would type it. */
import { access } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'

import { StreamassayError } from '../../errors.ts'
import { ownerlessJobId } from '../../flink/job-id.ts'
import { packageJob } from '../../flink/submission/package-job.ts'
import { submitJob } from '../../flink/submission/submit-job.ts'
import type { PyflinkJob } from '../../scenario/scenario.ts'
import { print } from '../print.ts'
import { needKept } from './addresses.ts'

/**
 * Submits the job whose `main` is in the file, and leaves it to itself.
 *
 * @returns the exit code, 0
 * @throws StreamassayError `OPTION_INVALID`, and as `packageJob` and `submitJob` say
 */
export async function submitCommand(file: string, args: readonly string[], signal: AbortSignal): Promise<number> {
  const job = await jobOf(file)
  const jobPackage = await packageJob(job)
  await using stack = await needKept(signal)
  const submittedAt = new Date()
  const { jobId } = await submitJob({
    flinkUrl: stack.flinkUrl,
    python: stack.python,
    package: jobPackage,
    module: job.module,
    args,
    name: job.module,
    // It goes on when this process has ended: with an id of this process's it would be taken for a job of a run that was killed.
    jobId: ownerlessJobId(),
    signal,
    readJobManagerLog: () => stack.log('jobmanager', submittedAt),
  })
  print(`submitted ${job.module} as ${jobId}, see ${stack.flinkUrl}/#/job/running/${jobId}`)
  return 0
}

const remedy = "Name the Python file with the job's main program."

/** The folder that Python would import from, the first upwards without an `__init__.py`, and the module's name in it. */
export async function jobOf(file: string): Promise<PyflinkJob> {
  const path = resolve(file)
  if (!path.endsWith('.py')) {
    throw new StreamassayError('OPTION_INVALID', `${file} is not a Python file`, { remedy })
  }
  if (basename(path) === '__init__.py' || !(await isThere(path))) {
    const why = basename(path) === '__init__.py' ? 'is a package, not a program' : 'does not exist'
    throw new StreamassayError('OPTION_INVALID', `${file} ${why}`, { remedy })
  }
  let root = dirname(path)
  while (await isThere(join(root, '__init__.py'))) root = dirname(root)
  const module = relative(root, path).slice(0, -'.py'.length).split(sep).join('.')
  return { root, module }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
