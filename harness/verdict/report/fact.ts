/** A line of a report with a label. */
export type Fact = readonly [label: string, text: string]
