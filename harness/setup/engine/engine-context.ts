/** Docker's contexts: which engine `docker context use` has chosen, read where Docker's client keeps it. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

import * as z from 'zod'

import { environment } from '../../environment.ts'

const configuration = z.object({ currentContext: z.string().optional() })
const context = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) })

/**
 * Makes this process use the engine of the chosen context. testcontainers does not know Docker's contexts, and reads
 * DOCKER_HOST once: so before its first look.
 */
export async function followContext(): Promise<void> {
  if (environment.engineHost() !== undefined) return
  const host = await contextHost()
  if (host !== undefined) environment.useEngineHost(host)
}

/**
 * The address of the chosen context's engine, where that is a local socket; undefined where no context is chosen.
 *
 * Other addresses need certificates or ssh, which testcontainers only takes from DOCKER_HOST and its companions.
 */
export async function contextHost(): Promise<string | undefined> {
  const folder = environment.engineConfigFolder() ?? join(homedir(), '.docker')
  const chosen = environment.engineContext() ?? (await read(join(folder, 'config.json'), configuration))?.currentContext
  if (chosen === undefined) return undefined
  const digest = createHash('sha256').update(chosen).digest('hex')
  const host = (await read(join(folder, 'contexts', 'meta', digest, 'meta.json'), context))?.Endpoints.docker.Host
  return host?.startsWith('unix://') ? host : undefined
}

// Docker's files, not ours: one that is missing or that we do not understand chooses nothing.
async function read<Shape>(path: string, shape: z.ZodType<Shape>): Promise<Shape | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '{}')
  return shape.safeParse(parsed(text)).data
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
