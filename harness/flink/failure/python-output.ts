/** What a job's `main` printed, lifted out of the JobManager's log: Flink tells it nowhere else. */

/** A submission's Python process: what it printed, and whether it has ended. */
export interface PythonOutput {
  readonly text: string
  readonly ended: boolean
}

/**
 * The output of the Python process of one submission; null when the log does not have it (yet).
 *
 * @param jarId the uploaded jar's id, by which one submission is told from all others
 */
export function pythonOutput(jobManagerLog: string, jarId: string): PythonOutput | null {
  const lines = jobManagerLog.split('\n')
  // Flink logs the environment of the process that it is about to start, whose PYTHONPATH has the jar's id in it.
  const announced = lines.findIndex((line) => line.includes('Starting Python process') && line.includes(jarId))
  if (announced === -1) return null
  const from = lines.slice(announced)
  const start = from.findIndex((line) => line.includes('Python Process Started'))
  if (start === -1) return null
  const end = from.findIndex((line) => line.includes('Python Process Exited'))
  const section = from.slice(start + 1, end === -1 ? from.length : end)
  // Each line comes twice in a container's log: as it is, and from the logger with its prefix; a file has the second alone.
  const text = section.flatMap((line) => /\bPythonDriver\b[^-]*- ?(.*)$/.exec(line)?.[1] ?? []).join('\n')
  return { text, ended: end !== -1 }
}
