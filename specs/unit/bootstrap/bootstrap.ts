/** The bootstrap's functions with types: it is plain JavaScript, as it runs before there are any packages. */

/** A module of bootstrap/ as itself; its types are what the caller says. */
export const bootstrapModule = async <Module>(name: 'parent' | 'runtime'): Promise<Module> =>
  (await import(new URL(`../../../bootstrap/${name}.js`, import.meta.url).href)) as Module
