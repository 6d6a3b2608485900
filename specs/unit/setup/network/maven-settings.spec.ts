/** Specs of Maven's settings.xml: read back by a parser of XML, as Maven does. */
import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'

import { mavenSettings, mavenSkips } from '../../../../harness/setup/network/maven-settings.ts'
import type { MavenNetwork } from '../../../../harness/setup/network/maven-settings.ts'

const parser = new XMLParser({ parseTagValue: false, isArray: (name) => ['proxy', 'mirror', 'server'].includes(name) })

const settings = (network: Partial<MavenNetwork>): Record<string, unknown> =>
  parser.parse(
    mavenSettings({ proxies: { http: undefined, https: undefined, no: undefined }, mirror: undefined, ...network }),
  ).settings

test('without proxies and mirrors Maven is told nothing', () => {
  expect(settings({})).toBe('')
})

test('each proxy is given for the repositories of its protocol, with its login apart and decoded', () => {
  const proxies = { https: 'http://me:p%40ss%26%3C@proxy.example:3128', http: 'plain.example', no: undefined }
  expect(settings({ proxies })).toEqual({
    proxies: {
      proxy: [
        {
          id: 'https',
          active: 'true',
          protocol: 'https',
          host: 'proxy.example',
          port: '3128',
          username: 'me',
          password: 'p@ss&<',
        },
        { id: 'http', active: 'true', protocol: 'http', host: 'plain.example', port: '80' },
      ],
    },
  })
})

test('a proxy that Maven cannot use is left out, and its variable is reported', () => {
  const proxies = { https: 'socks5h://proxy.example:1080', http: 'http://:::', no: undefined }
  expect(settings({ proxies })).toBe('')
  expect(mavenSkips(proxies)).toEqual(['HTTPS_PROXY', 'HTTP_PROXY'])
  expect(mavenSkips({ https: 'proxy.example', http: undefined, no: undefined })).toEqual([])
})

test('a percent sign that encodes nothing is part of the password', () => {
  const proxies = { https: 'http://me:100%@proxy.example:3128', http: undefined, no: undefined }
  expect(settings({ proxies })).toMatchObject({ proxies: { proxy: [{ username: 'me', password: '100%' }] } })
})

test('hosts without a proxy are written as Maven wants them: with those below them, without ports and networks', () => {
  const proxies = {
    https: 'proxy.example:1',
    http: undefined,
    no: 'localhost, .intranet.example,maven.example:8443 10.0.0.0/8',
  }
  expect(settings({ proxies })).toMatchObject({
    proxies: {
      proxy: [
        { nonProxyHosts: 'localhost|*.localhost|intranet.example|*.intranet.example|maven.example|*.maven.example' },
      ],
    },
  })
  expect(settings({ proxies: { ...proxies, no: '*' } })).toMatchObject({ proxies: { proxy: [{ nonProxyHosts: '*' }] } })
})

test('the mirror stands for every repository, and its login is not in its address', () => {
  expect(settings({ mirror: new URL('https://me:secret@maven.example/all?x=1&y=2') })).toEqual({
    servers: { server: [{ id: 'streamassay', username: 'me', password: 'secret' }] },
    mirrors: { mirror: [{ id: 'streamassay', mirrorOf: '*', url: 'https://maven.example/all?x=1&y=2' }] },
  })
})
