/** Keeps what the checks print from the specs' own output, to be read by a spec. */
import { onTestFinished, vi } from 'vitest'

/** From now to the end of the spec, standard output goes into what the returned function gives. */
export function capturePrinted(): () => string {
  let printed = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  onTestFinished(() => write.mockRestore())
  return () => printed
}
