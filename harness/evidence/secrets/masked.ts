/** Masks secrets in text: the value after a telling name becomes `***`, however it is written; masking twice changes nothing. */

/** Words that name a secret in any place, and words that ordinary sentences use too. `PWD=/srv` is a working directory. */
const strong = String.raw`password|passwd|passphrase|secret(?!ar)|credential|api[_.-]?key|access[_.-]?key|private[_.-]?key|(?<=[_.-])(?:pwd|pat)(?![\w])`
const weak = String.raw`token(?!i[sz])|(?<![a-z])pass(?![a-z])|pwd(?![\w.-])(?![\s"'\\=:,>]{1,8}/)`
/** Limited, as what is matched again from each end of a long word would take minutes. */
const around = String.raw`[\w.-]{0,60}`
const name = `${around}(?:${strong}|${weak})${around}`

/** In quotes, escaped ones too; up to the end of the line where a quote is not closed; else up to a blank, comma or brace. */
const value = String.raw`(?:(\\+["'])(?:(?!\4).)*\4|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\\*["'][^\n]*|[^\s,}"'<>]+)`

/**
 * Names before a colon that name no secret: `AnError: …`, `secrets.csv:4`, `secret.job: 4 of 8 rows`. The patterns skip the
 * name only, as a secret may follow.
 */
const extension = '[cm]?[jt]sx?|pyi?|java|scala|kt|sql|[ct]sv|(?:nd)?jsonl?|ya?ml|toml|xml|html|md|txt|log|properties'
const count = String.raw`\d[\d,]*(?: of \d[\d,]*)? rows?\b`
const notOrdinary = String.raw`(?![\w.-]*(?:(?:error|exception|warning):\s|\.(?:${extension}):\d+(?!\w)|:[ \t]+${count}))`
/** An indented line of Python whose right side is a call, an index or an attribute. Digits may be those of a secret. */
const notCode = String.raw`(?!(?<=^[ \t]{1,80})(?:self\.)?\w+ = [a-z_]+(?:\.[a-z_]+)*(?:[([]|(?<=\.[a-z_]+)$))`

/** `name=value`, `"name": "value"`, `a.name: value`. */
const assignment = new RegExp(
  String.raw`(?<![\w.-])(?=[\w.-])${notOrdinary}${notCode}(${name})(\\*["']?\s*[=:]\s*)(${value})`,
  'gim',
)
/** `--name value`, also as two entries of a list, and on two lines. */
const flag = new RegExp(
  String.raw`(?<![\w-])(--?${name})(\\*["']?(?:\s*,\s*|\s+(?:-\s+)?))(?!\\*["']?--)(${value})`,
  'gi',
)
/** `name: two words`, a whole line. */
const line = new RegExp(
  String.raw`^([ \t]*(?:- +)?${notOrdinary}${around}(?:${strong})${around}:[ \t]+)(?!["'{[])[^\n]+$`,
  'gim',
)

const [lt, gt] = ['(?:<|&lt;)', '(?:>|&gt;)']
/** `<name>value</name>`, in escaped XML too, and the long forms of it: a name and a value as elements or attributes. */
const element = new RegExp(
  String.raw`(${lt}(?:\w{1,40}:)?${name}(?:\s[^<>]{0,200}?)?${gt}(?:<!\[CDATA\[)?)(?:(?!<|&lt;|\]\]>)[\s\S])+(?=(?:\]\]>)?${lt}/)`,
  'gi',
)
const nameAndValue = new RegExp(
  String.raw`(${lt}name${gt}\s*${name}\s*${lt}/name${gt}\s*${lt}value${gt})(?:(?!<|&lt;)[\s\S])+`,
  'gi',
)
const attributes = new RegExp(
  String.raw`(\b(?:name|key)\s*=\s*["']${name}["'](?:\s+value\s*=\s*["']|[^<>]{0,200}>))[^<"']+`,
  'gi',
)
/** The same as JSON, as Flink's REST interface lists its configuration. */
const pair = new RegExp(
  String.raw`(\\*"(?:name|key)\\*"\s*:\s*\\*"${name}\\*"\s*,\s*\\*"value\\*"\s*:\s*\\*")(?:\\[^"]|[^"\\])+`,
  'gi',
)

/** Headers that are a secret as a whole, but for the scheme of an `Authorization`. */
const header =
  /\b((?:proxy-)?authorization|(?:set-)?cookie)(\\*["']?\s*[:=]\s*\\*["']?)((?:bearer|basic|digest|token)\s+)?[^\s"'\\][^\n"'\\]*/gi
const bearer = /\b(bearer\s+)(?:(?=[\w~+/.=-]*\d)[\w~+/.=-]{6,}|[\w~+/.=-]{20,})/gi
/** User and password of a URL, or a user as long as a token; signatures among its parameters. */
const credentials = /(:\/\/)(?:[^\s/@:"']*:[^\s/"']+|[^\s/@:"']{20,})@/g
const signature = /([?&](?:[\w-]*signature|sig)=)[^\s&"'<>]+/gi
/** Keys that show by their form what they are. */
const wellKnown =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{16,}|\bgithub_pat_\w{16,}|\bglpat-[\w-]{16,}|\bxox[abprs]-[\w-]{10,}|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g
const privateKey = /(-----BEGIN [A-Z ]*PRIVATE KEY-----)(?:(?!-----END)[\s\S])+/g

/** Values that say that there is no secret, or that it is masked. */
const isNone = /^(?:\\*["'])?(?:null|none|undefined|true|false|\[hidden\]|\*+)?(?:\\*["'])?$/i
/** Numbers that concern a secret and are none: `max_tokens: 4096`. */
const isAmount = /tokens|count|max|limit|length|size|expir|ttl|timeout|lifetime/i
const isStrong = new RegExp(strong, 'i')
const isSecret = new RegExp(`${strong}|${weak}`, 'i')

/** True if what has this name is a secret. The variables `PWD` and `OLDPWD` hold a working directory. */
export const isSecretName = (called: string): boolean => isSecret.test(called) && !/^(?:OLD)?PWD$/.test(called)

/** Returns the text with its secrets masked. */
export function masked(text: string): string {
  const simple = [privateKey, credentials, signature, element, nameAndValue, attributes, pair, bearer, line]
  const rest = simple
    .reduce((soFar, pattern) => soFar.replaceAll(pattern, pattern === credentials ? '$1***@' : '$1***'), text)
    .replaceAll(wellKnown, '***')
    .replaceAll(flag, (whole, called: string, between: string, given: string) =>
      isNone.test(given) ? whole : `${called}${between}${stars(given)}`,
    )
  // Last, as it takes all up to the next quote, which may be that of another secret.
  return withoutAssigned(rest).replaceAll(header, '$1$2$3***')
}

/** Masks what is assigned. Behind a name that is none another one may follow: `Unexpected token: password=...`. */
function withoutAssigned(text: string): string {
  const pattern = new RegExp(assignment)
  const pieces: string[] = []
  let from = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { index: at } = match
    const [whole, called = '', between = '', given = ''] = match
    const valueAt = at + whole.length - given.length
    const isKept = isNone.test(given) || (isAmount.test(called) && /^\d+$/.test(given))
    if (isKept || !isName(called, between, text.slice(Math.max(0, at - 80), at))) {
      pattern.lastIndex = valueAt
      continue
    }
    pieces.push(text.slice(from, valueAt), stars(given))
    from = pattern.lastIndex
  }
  return `${pieces.join('')}${text.slice(from)}`
}

/** Quotes stay, so that JSON stays JSON. */
const stars = (given: string): string => {
  const quote = /^\\*["']/.exec(given)?.[0] ?? ''
  return `${quote}***${given.length > quote.length && given.endsWith(quote) ? quote : ''}`
}

/**
 * A word before a colon may be one of a sentence (`unexpected token: x`). A name is a strong word, is quoted, is put together
 * of several, or stands where a key does.
 */
function isName(called: string, between: string, before: string): boolean {
  if (/["'=]/.test(between) || /[._-]/.test(called) || isStrong.test(called)) return true
  return (/pass$/i.test(called) ? /[{[(,;]\s*$/ : /(?:^|\n|[{[(,;])\s*(?:-\s+)?$/).test(before)
}
