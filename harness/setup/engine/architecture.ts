/** For which machines images can be had: engines name an architecture in one way, Node in another. */

const names: Readonly<Record<string, string>> = { amd64: 'x86_64', x64: 'x86_64', arm64: 'aarch64' }

const oneName = (architecture: string): string => names[architecture.toLowerCase()] ?? architecture.toLowerCase()

/** Whether the images have been built and run on it. */
export const isTried = (architecture: string): boolean => oneName(architecture) === 'x86_64'

/** Whether what is made on this machine runs on an engine of that architecture. */
export const isOfThisMachine = (architecture: string, own: string = process.arch): boolean =>
  oneName(architecture) === oneName(own)
