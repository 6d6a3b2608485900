/** Keeps secrets out of the evidence: what stands behind a telling name is replaced by stars, however it is written. */

const word =
  'password|passwd|passphrase|(?<![a-z])pass(?![a-z])|secret|token|credential|api[_.-]?key|access[_.-]?key|private[_.-]?key'
const name = String.raw`([\w.-]*(?:${word})[\w.-]*)`
/** In quotes, escaped ones too, or up to a blank, a comma or a brace. */
const value = String.raw`(?:(\\?["']).*?\3|[^\s,}"']+)`
/** `name=value`, `"name": "value"`, `a.name: value`. */
const assignment = new RegExp(String.raw`${name}(\\?["']?\s*[=:]\s*)${value}`, 'gi')
const flag = new RegExp(String.raw`--${name}(\s+)${value}`, 'gi')
const credentials = /(:\/\/)[^\s/@:]*:[^\s/@]+@/g
const telling = new RegExp(word, 'i')

/** A word before a colon may be one of a sentence (`unexpected token: x`); a name is quoted or put together. */
const isName = (called: string, between: string): boolean => /["'=]/.test(between) || /[._-]/.test(called)

/** The text with such values masked, and with user and password of every URL. */
export const masked = (text: string): string =>
  text
    .replaceAll(credentials, '$1***@')
    .replaceAll(flag, '--$1$2***')
    .replaceAll(assignment, (whole, called: string, between: string) =>
      isName(called, between) ? `${called}${between}***` : whole,
    )

/** The environment of a container (`NAME=value` each) with such values masked, blanks in them or not. */
export const maskedEnvironment = (variables: readonly string[]): string[] =>
  variables.map((variable) => {
    const called = variable.slice(0, Math.max(0, variable.indexOf('=')))
    return telling.test(called) ? `${called}=***` : masked(variable)
  })
