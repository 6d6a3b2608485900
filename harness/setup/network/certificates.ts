/** The host's own CA certificates, those that a company network adds: an image build must trust them as well. */
import { X509Certificate } from 'node:crypto'
import { glob, readFile } from 'node:fs/promises'
import { rootCertificates } from 'node:tls'

import { environment } from '../../environment.ts'

/** Certificates that an administrator of Debian or Ubuntu adds. */
const added = '/usr/local/share/ca-certificates/**/*.crt'

/** Certificates that Debian and Ubuntu bring along, and a base image with them. */
const brought = '/usr/share/ca-certificates/**/*.crt'

/**
 * The PEM text of each certificate that the host trusts beyond the public ones, in a fixed order.
 *
 * They are found in the files that the environment names (`SSL_CERT_FILE` and its kin) and where administrators put
 * them. A file that is missing or a block that is no certificate adds nothing: what trusts them on the host skips them
 * too.
 */
export async function extraCertificates(): Promise<string[]> {
  const [brings, adds, named] = await Promise.all([
    readMatches(brought),
    readMatches(added),
    readAll(environment.certificateFiles()),
  ])
  return certificatesBeyond([...rootCertificates, ...brings], [...adds, ...named])
}

/** The certificates in `texts` that are not among those in `known`, each once, ordered by fingerprint. */
export function certificatesBeyond(known: readonly string[], texts: readonly string[]): string[] {
  const extra = byFingerprint(texts)
  for (const fingerprint of byFingerprint(known).keys()) extra.delete(fingerprint)
  return [...extra].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, pem]) => pem)
}

function byFingerprint(texts: readonly string[]): Map<string, string> {
  const found = new Map<string, string>()
  for (const [block] of texts.join('\n').matchAll(/-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs)) {
    const certificate = parsed(block)
    if (certificate) found.set(certificate.fingerprint256, certificate.toString())
  }
  return found
}

function parsed(block: string): X509Certificate | undefined {
  try {
    return new X509Certificate(block)
  } catch {
    return undefined
  }
}

async function readMatches(pattern: string): Promise<string[]> {
  return readAll(await Array.fromAsync(glob(pattern)))
}

async function readAll(paths: readonly string[]): Promise<string[]> {
  return Promise.all([...new Set(paths)].map((path) => readFile(path, 'utf8').catch(() => '')))
}
