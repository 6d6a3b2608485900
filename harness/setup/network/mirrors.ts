/** The mirrors that the user names for the registries: Debian's as lines of a sources.list, the others as addresses. */
import { environment } from '../../environment.ts'
import type { NamedSetting } from '../../environment.ts'
import { StreamassayError } from '../../errors.ts'
import { debianSuite } from '../image/versions.ts'

/**
 * The address of PyPI's mirror, the simple index as in `pip --index-url`; undefined where none is named.
 *
 * @throws StreamassayError `OPTION_INVALID` if it is no http address
 */
export const pypiMirror = (): URL | undefined => addressOf(environment.pypiMirror())

/**
 * The address of Maven Central's mirror; undefined where none is named.
 *
 * @throws StreamassayError `OPTION_INVALID` if it is no http address
 */
export const mavenMirror = (): URL | undefined => addressOf(environment.mavenMirror())

/**
 * The lines of a sources.list for Debian's mirror; none where no mirror is named. Security updates come from a mirror of
 * their own (default: the mirror's address with `-security` at its end, which is how Debian's own servers are laid out).
 *
 * @throws StreamassayError `OPTION_INVALID` if an address is no http address, or has a password
 */
export function debianSources(): string[] {
  const main = publicAddress(environment.debianMirror())
  const security = publicAddress(environment.debianSecurityMirror())
  if (main === undefined) return []
  return [
    `deb ${main} ${debianSuite} main`,
    `deb ${main} ${debianSuite}-updates main`,
    `deb ${security ?? `${main}-security`} ${debianSuite}-security main`,
  ]
}

function addressOf({ name, value }: NamedSetting): URL | undefined {
  if (value === undefined) return undefined
  const url = URL.parse(value)
  if (url !== null && /^https?:$/.test(url.protocol)) return url
  throw new StreamassayError('OPTION_INVALID', `${name} is no http or https address: ${value}`, {
    remedy: `Set ${name} to the address of a mirror, or unset it.`,
  })
}

/** Debian's sources stay in the images, and so must hold no secret. */
function publicAddress(setting: NamedSetting): string | undefined {
  const url = addressOf(setting)
  if (url === undefined) return undefined
  if (url.username === '' && url.password === '') return url.href.replace(/\/+$/, '')
  throw new StreamassayError(
    'OPTION_INVALID',
    `${setting.name} has a user name or password, which would stay in the images`,
    {
      remedy: `Name a mirror in ${setting.name} that needs none.`,
    },
  )
}
