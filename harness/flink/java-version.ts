/** Which Java a cluster runs on. */
import { z } from 'zod'

import { ask, type RestLimits } from './rest.ts'

const answer = z.object({ jvm: z.object({ version: z.string() }) })

/** The JobManager's Java: `17.0.15+6-Debian-1deb12u1`; what it calls itself where that is not found in it. */
export async function readJavaVersion(flinkUrl: string, limits: RestLimits = {}): Promise<string> {
  const { jvm } = await ask(flinkUrl, { ...limits, method: 'GET', path: '/jobmanager/environment' }, answer)
  // OpenJDK 64-Bit Server VM - Debian - 17/17.0.15+6-Debian-1deb12u1
  return /\/([\d.]\S*)$/.exec(jvm.version)?.[1] ?? jvm.version
}
