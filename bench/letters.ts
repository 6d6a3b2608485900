/** The letters of the table, in their order; each is loaded when it is measured. */
import type { Letter } from './ground.ts'

interface Entry {
  readonly title: string
  readonly load: () => Promise<{ readonly measure: Letter }>
}

export const letters = {
  a: { title: 'stack ready', load: () => import('./letters/stack-start.ts') },
  b: { title: 'cold spec', load: () => import('./letters/cold-spec.ts') },
  c: { title: 'warm spec', load: () => import('./letters/warm-spec.ts') },
  d: { title: 'submission', load: () => import('./letters/submission.ts') },
  e: { title: 'replay and drain', load: () => import('./letters/replay-and-drain.ts') },
  f: { title: 'scale', load: () => import('./letters/scale.ts') },
  g: { title: 'verdict lag', load: () => import('./letters/verdict-lag.ts') },
  h: { title: 'round trip', load: () => import('./letters/round-trip.ts') },
  i: { title: 'checking', load: () => import('./letters/checking.ts') },
  j: { title: 'seeded bugs', load: () => import('./letters/seeded-bugs.ts') },
} satisfies Readonly<Record<string, Entry>>
