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
 * Checks the addresses of all mirrors, so that set-up reports a wrong one before its first step.
 *
 * @throws StreamassayError `OPTION_INVALID`
 */
export function checkMirrors(): void {
  debianSources()
  pypiMirror()
  mavenMirror()
}

/**
 * The lines of a sources.list for Debian's mirror; none where no mirror is named. Security updates come from a mirror of
 * their own (default: the mirror's address with `-security` at its end, which is how Debian's own servers are laid out).
 *
 * @throws StreamassayError `OPTION_INVALID` if an address is no http address or has a password, or if only security updates have one
 */
export function debianSources(): string[] {
  const main = publicAddress(environment.debianMirror())
  const security = publicAddress(environment.debianSecurityMirror())
  if (main === undefined) {
    if (security === undefined) return []
    const { name } = environment.debianSecurityMirror()
    const { name: needed } = environment.debianMirror()
    throw new StreamassayError('OPTION_INVALID', `${name} is set without ${needed}`, {
      remedy: `Set ${needed} too, or unset ${name}.`,
    })
  }
  return [
    `deb ${main} ${debianSuite} main`,
    `deb ${main} ${debianSuite}-updates main`,
    `deb ${security ?? `${main}-security`} ${debianSuite}-security main`,
  ]
}

/** The address of a mirror. The value is in no message, because it may have a password. */
function addressOf({ name, value }: NamedSetting): URL | undefined {
  if (value === undefined) return undefined
  const url = URL.parse(value)
  if (url !== null && /^https?:$/.test(url.protocol)) return url
  throw new StreamassayError('OPTION_INVALID', `${name} is no http or https address`, {
    remedy: `Set ${name} to the address of a mirror, with http:// or https://, or unset it.`,
  })
}

/** Debian's sources are a build argument, which stays in the history of the images, and so must hold no secret. */
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
