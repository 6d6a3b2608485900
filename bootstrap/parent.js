/** Tells a process that its parent is gone, which no signal does. */
import { readFileSync } from 'node:fs'

/**
 * Calls `react` once, at most 250 ms after the process that started this one has ended.
 *
 * npm puts a shell between itself and a script, and that shell outlives a killed npm: where the parent is such a shell, its
 * own parent is watched too.
 */
export function onParentGone(react) {
  const first = ancestry()
  const watch = setInterval(() => {
    if (ancestry() === first) return
    clearInterval(watch)
    react()
  }, 250)
  watch.unref()
}

/** The parent, and the parent of a shell that runs one command, as text that changes when one of them does. */
export function ancestry() {
  const { ppid } = process
  const isShell = /^(\S*\/)?(sh|dash|bash)\0-c\0/.test(read(`/proc/${ppid}/cmdline`))
  const [, , parentOfShell] = read(`/proc/${ppid}/stat`)
    .replace(/^.*\) /, '0 ')
    .split(' ')
  return isShell ? `${ppid} ${parentOfShell}` : String(ppid)
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
