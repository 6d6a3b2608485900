/** The five claims, in their order; each is loaded when it is measured. */
import type { ExperimentGround } from './ground/ground.ts'
import type { ClaimName, ClaimPoints } from './measurements.ts'

/** Measures what one claim rests on. */
export type Experiment<Name extends ClaimName> = (ground: ExperimentGround) => Promise<ClaimPoints[Name]>

export const claims: { readonly [Name in ClaimName]: () => Promise<{ readonly measure: Experiment<Name> }> } = {
  'real-time': () => import('./measure/real-time.ts'),
  throughput: () => import('./measure/throughput.ts'),
  accuracy: () => import('./measure/accuracy.ts'),
  scalability: () => import('./measure/scalability.ts'),
  flexibility: () => import('./measure/flexibility.ts'),
}

export const claimNames = Object.keys(claims) as ClaimName[]
