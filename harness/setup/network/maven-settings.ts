/** Maven's settings.xml for an image build: Maven reads no proxy variable, so proxies and the mirror are written into it. */
import { proxyAddress } from './proxies.ts'
import type { ProxySettings } from './proxies.ts'

/** What Maven is told of the host's network. */
export interface MavenNetwork {
  readonly proxies: ProxySettings
  readonly mirror: URL | undefined
}

/** The text of a settings.xml; user names and passwords are taken out of the addresses, as Maven wants them apart. */
export function mavenSettings({ proxies, mirror }: MavenNetwork): string {
  // `protocol` is that of the repository; the proxy itself is always spoken to in plain HTTP.
  const proxy = (['https', 'http'] as const).flatMap((protocol) => {
    const url = httpProxy(proxies[protocol])
    if (url === undefined) return []
    const nonProxyHosts = hostPatterns(proxies.no)
    return element('proxy', {
      id: protocol,
      active: 'true',
      protocol,
      host: url.hostname,
      port: url.port || (url.protocol === 'https:' ? '443' : '80'),
      ...login(url),
      ...(nonProxyHosts === '' ? {} : { nonProxyHosts }),
    })
  })
  const bare = mirror && new URL(mirror)
  if (bare) bare.username = bare.password = ''
  const sections = {
    proxies: proxy.join(''),
    servers: mirror && mirror.username !== '' ? element('server', { id: mirrorId, ...login(mirror) }) : '',
    mirrors: bare ? element('mirror', { id: mirrorId, mirrorOf: '*', url: bare.href }) : '',
  }
  const body = Object.entries(sections).map(([name, content]) =>
    content === '' ? '' : `<${name}>${content}</${name}>`,
  )
  return `<settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">${body.join('')}</settings>\n`
}

const mirrorId = 'streamassay'

/** The variables whose proxies Maven cannot use: they are no http proxy (`socks5h://…`), or no address. */
export const mavenSkips = (proxies: ProxySettings): string[] =>
  (['https', 'http'] as const)
    .filter((protocol) => proxies[protocol] !== undefined && httpProxy(proxies[protocol]) === undefined)
    .map((protocol) => `${protocol.toUpperCase()}_PROXY`)

function httpProxy(proxy: string | undefined): URL | undefined {
  const url = proxyAddress(proxy)
  return url && /^https?:$/.test(url.protocol) ? url : undefined
}

const login = ({ username, password }: URL): Record<string, string> =>
  username === '' ? {} : { username: decoded(username), password: decoded(password) }

/** A part of an address as its user means it; a percent sign that encodes nothing is meant as such. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** NO_PROXY as Maven writes it: `a.example` is that host and those below it. Networks (`10.0.0.0/8`) are none of its words. */
function hostPatterns(noProxy: string | undefined): string {
  const hosts = (noProxy ?? '').split(/[\s,]+/).filter((host) => host !== '' && !host.includes('/'))
  return hosts
    .map((host) => host.replace(/:\d+$/, '').replace(/^\*?\./, ''))
    .flatMap((host) => (host === '*' ? ['*'] : [host, `*.${host}`]))
    .join('|')
}

const element = (name: string, children: Readonly<Record<string, string>>): string =>
  `<${name}>${Object.entries(children)
    .map(([child, text]) => `<${child}>${escaped(text)}</${child}>`)
    .join('')}</${name}>`

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
