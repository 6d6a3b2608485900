/** Preloaded into every program that the bootstrap starts: it ends, by an ordinary SIGTERM, when the bootstrap is killed outright. */
import { onParentGone } from './parent.js'

onParentGone(() => process.kill(process.pid, 'SIGTERM'))
