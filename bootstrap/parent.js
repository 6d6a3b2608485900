/** Tells a process that its parent is gone, which no signal does. */

/** Calls `react` once, at most 250 ms after the process that started this one has ended. */
export function onParentGone(react) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    react()
  }, 250)
  watch.unref()
}
