/** The proxies of the environment, for tools that do not agree on how the variables are written. */
import { environment } from '../../environment.ts'

/** As the variables `http_proxy`, `https_proxy` and `no_proxy` have them. */
export interface ProxySettings {
  readonly http: string | undefined
  readonly https: string | undefined
  readonly no: string | undefined
}

/** The proxies of this process; of two ways to write a name the small letters win, as in curl. */
export function readProxies(): ProxySettings {
  const given = environment.proxySettings()
  const one = (name: string): string | undefined => given[name] ?? given[name.toUpperCase()]
  return { http: one('http_proxy'), https: one('https_proxy'), no: one('no_proxy') }
}

/** The proxies as an engine's predefined build arguments, which stay out of an image, in both ways to write them: apt reads small letters alone. */
export function proxyArguments({ http, https, no }: ProxySettings): Record<string, string> {
  const settings = { http_proxy: http, https_proxy: https, no_proxy: no }
  return Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]) =>
      value === undefined ? [] : [name, name.toUpperCase()].map((either) => [either, value]),
    ),
  )
}

/** A proxy's address; without a protocol it is http, as in curl. Undefined where it is none. */
export function proxyAddress(proxy: string | undefined): URL | undefined {
  if (proxy === undefined) return undefined
  return URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`) ?? undefined
}
