/** Options that several commands have; each has a twin in the environment. */
import { environment } from '../environment.ts'

/** An option of every command that goes to a broker without a stack. */
export const brokers = [
  '--brokers <host:port>',
  "the kept stack's when not given (STREAMASSAY_BROKERS)",
  environment.brokers(),
] as const

/** The switches of `run` and `check`. */
export type Wishes = Record<'json' | 'ownStack' | 'keepTopics', boolean>

export const ownStackOption = [
  '--own-stack',
  'start a stack even where one is kept (STREAMASSAY_OWN_STACK)',
  environment.wantsOwnStack(),
] as const

export const keepTopicsOption = [
  '--keep-topics',
  'leave the topics on a kept stack (STREAMASSAY_KEEP_TOPICS)',
  environment.wantsTopicsKept(),
] as const
