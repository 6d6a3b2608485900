/** The recipe of the base image that is made of Debian's packages, and its name: a hash of the recipe. */
import { createHash } from 'node:crypto'

import { debianSuite } from './versions.ts'

/** What a `-slim` image leaves out too; licences stay. */
const leftOut = ['man', 'doc', 'locale', 'info', 'groff', 'lintian'].map((name) => `path-exclude=/usr/share/${name}/*`)

/** What nothing of ours uses of Java: an archive for a JVM with other options, and the signatures of older versions. */
const leftOutOfJava = ['ct.sym', 'server/classes_nocoops.jsa'].map((name) => `path-exclude=/usr/lib/jvm/*/lib/${name}`)

/**
 * The options of mmdebstrap.
 *
 * Java is included, because it costs less here than in a layer of its own (Dockerfile.java). dpkg need not wait for the
 * disk: nothing is lost if the machine goes down in the middle.
 */
export const bootstrapRecipe: readonly string[] = [
  '--variant=minbase',
  '--include=ca-certificates,openjdk-17-jre-headless,tini',
  ...[...leftOut, 'path-include=/usr/share/doc/*/copyright', ...leftOutOfJava, 'force-unsafe-io'].map(
    (option) => `--dpkgopt=${option}`,
  ),
  // Java's packages write into it without asking.
  '--essential-hook=mkdir -p "$1"/usr/share/man/man1',
]

/** The repository and the tag of the base image that is made of packages. */
export const bootstrapped = {
  repository: 'localhost/streamassay/base',
  tag: `${debianSuite}-${createHash('sha256').update(JSON.stringify(bootstrapRecipe)).digest('hex').slice(0, 12)}`,
}

/** The name of the base image that is made of packages. */
export const bootstrappedReference = `${bootstrapped.repository}:${bootstrapped.tag}`
