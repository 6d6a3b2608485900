/** JSON.parse with each literal's source text, which Node 24 hands to a reviver and TypeScript 7 has no types for yet. */

/** Called for each value, innermost first; `source` is there for literals alone: the text as it was written. */
type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown

/** @throws SyntaxError as JSON.parse does */
export const parseJson = JSON.parse as (text: string, reviver?: SourceReviver) => unknown
