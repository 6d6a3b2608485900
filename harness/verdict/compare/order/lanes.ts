/** Lanes: the rows among which there is an order. Which those are is the scenario's rule, and how Flink reads partitions. */
import { shown } from '../../../scenario/cell-forms.ts'
import { isKey } from '../../../scenario/reference/pipeline-stage.ts'
import type { ExpectedRow } from '../../../scenario/reference/reading.ts'
import type { Order } from '../../../scenario/scenario.ts'
import type { OrderRule } from '../../comparison.ts'
import { functionFailed } from '../scenario-fault.ts'

/** More partitions than a topic can have. */
const partitionsLimit = 1_000_000

/** The name of a scenario's rule. */
export const ruleOf = <Out>(order: Order<Out> = 'input'): OrderRule => (typeof order === 'function' ? 'groups' : order)

/**
 * Names the lanes of a comparison by numbers. Rows of different input partitions share none, as Flink reads partitions side
 * by side, nor do rows of different output partitions; nor, where the scenario's `order` is a function, rows for which it
 * gives different values. A group is remembered for as long as the comparison lasts.
 */
export class Lanes<Out> {
  readonly rule: OrderRule
  readonly #groupOf: ((out: Out) => unknown) | null
  /** By input partition. */
  readonly #groups = new Map<number, Map<unknown, number>>()
  #count = 0

  constructor(order: Order<Out> = 'input') {
    this.rule = ruleOf(order)
    this.#groupOf = typeof order === 'function' ? order : null
  }

  /**
   * The half of a lane that an expected row has to itself, a number.
   *
   * @throws StreamassayError `SCENARIO_INVALID` if the scenario's function fails on it
   */
  inputLane(row: ExpectedRow<Out>, inputPartition: number): number {
    if (this.#groupOf === null) return inputPartition
    const group = groupNamed(this.#groupOf, row)
    const groups = this.#groups.get(inputPartition) ?? new Map<unknown, number>()
    this.#groups.set(inputPartition, groups)
    const known = groups.get(group)
    if (known !== undefined) return known
    this.#count += 1
    groups.set(group, this.#count)
    return this.#count
  }
}

/** The lane of a pair: one number for the expected row's half and the output partition of the observed row. */
export const laneNumber = (inputLane: number, outputPartition: number): number =>
  inputLane * partitionsLimit + outputPartition

function groupNamed<Out>(groupOf: (out: Out) => unknown, row: ExpectedRow<Out>): unknown {
  try {
    const group = groupOf(row.out)
    if (isKey(group)) return group
    throw new TypeError(`it returned ${shown(group)}, but must return a string, a number or a boolean`)
  } catch (cause) {
    throw functionFailed('order', row, {
      remedy: 'Let `order` return a group for every row of the reference.',
      cause,
    })
  }
}
