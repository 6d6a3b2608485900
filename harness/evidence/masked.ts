/** Keeps secrets out of the evidence: what an environment variable with a telling name holds is replaced by stars. */

const telling = /password|passwd|passphrase|(^|_)pass($|_)|secret|token|credential|api_?key|access_?key|private_?key/i

/** `NAME=value` as shells, containers and Flink's logs write it; a value ends with a blank, a comma or a brace. */
const assignment = /\b([A-Za-z_][A-Za-z0-9_]*)=([^\s,}"']+)/g

/** The text with the values of such variables masked. */
export const masked = (text: string): string =>
  text.replaceAll(assignment, (whole, name: string) => (telling.test(name) ? `${name}=***` : whole))

/** The environment of a container (`NAME=value` each) with the values of such variables masked, blanks in them or not. */
export const maskedEnvironment = (variables: readonly string[]): string[] =>
  variables.map((variable) => {
    const name = variable.slice(0, Math.max(0, variable.indexOf('=')))
    return telling.test(name) ? `${name}=***` : variable
  })
