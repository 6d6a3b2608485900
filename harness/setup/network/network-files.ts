/** The folder `network/` of a build context: how this host reaches the registries, for the stages that download. */
import type { ContextFile } from '../image/build-context.ts'
import { extraCertificates } from './certificates.ts'
import { mavenSettings } from './maven-settings.ts'
import { debianSources, mavenMirror, pypiMirror } from './mirrors.ts'
import { proxyArguments, readProxies } from './proxies.ts'

/**
 * The host's extra CA certificates, Maven's settings.xml and pip's configuration. They may hold passwords: a stage that
 * has them is copied from, and is no part of a finished image.
 *
 * @throws StreamassayError `OPTION_INVALID` if a mirror is no address
 */
export async function networkFiles(): Promise<ContextFile[]> {
  const certificates = await extraCertificates()
  return [
    ...certificates.map((pem, index) => file(`ca/extra-${index + 1}.crt`, pem)),
    // A folder without a file is in no archive, and what is no certificate is skipped there.
    file('ca/README', 'CA certificates of the host that builds.\n'),
    file('settings.xml', mavenSettings({ proxies: readProxies(), mirror: mavenMirror() })),
    file('pip.conf', pipConfiguration(pypiMirror())),
  ]
}

/**
 * The build arguments for the network: proxies, and Debian's mirror for every stage that runs apt.
 *
 * @throws StreamassayError `OPTION_INVALID` if a mirror is no address
 */
export function networkArguments(): Record<string, string> {
  const sources = debianSources()
  return {
    ...proxyArguments(readProxies()),
    ...(sources.length === 0 ? {} : { DEBIAN_SOURCES: sources.join('\n') }),
  }
}

/** pip's configuration for a mirror. One without TLS must be named as trusted; what is downloaded is checked by its hash. */
export function pipConfiguration(mirror: URL | undefined): string {
  if (mirror === undefined) return ''
  const trusted = mirror.protocol === 'http:' ? [`trusted-host = ${mirror.host}`] : []
  return ['[global]', `index-url = ${mirror.href}`, ...trusted, ''].join('\n')
}

const file = (path: string, text: string): ContextFile => ({
  path: `network/${path}`,
  content: Buffer.from(text),
  isExecutable: false,
})
