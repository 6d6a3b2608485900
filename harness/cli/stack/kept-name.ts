/** How commands that start a kept stack report its name. */
import { defaultKeptName } from '../../environment.ts'
import type { KeptStack } from '../../stack/kept/kept-stack.ts'

/** The line of a stack that only commands with the same name find; none for the default name. */
export const nameLines = ({ name }: Pick<KeptStack, 'name'>): readonly string[] =>
  name === defaultKeptName
    ? []
    : [`name       ${name}; commands and specs find this stack if STREAMASSAY_KEPT_NAME=${name} is set`]
