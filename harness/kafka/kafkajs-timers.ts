/**
 * Takes one useless timer out of kafkajs 2.2.4: the one whose negative delay makes Node print TimeoutNegativeWarning.
 *
 * After every response kafkajs schedules a look at its waiting requests, with a delay of "throttled until" minus now;
 * unthrottled that is minus the time since 1970. The look finds nothing unless requests wait, and whenever one begins to
 * wait it is scheduled anew, with a delay above 0. So nothing is lost when no request waits and no look is scheduled. No
 * option of kafkajs reaches this, and to filter the process's warnings would hide those of the user's own code.
 */
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js'

const scheduleAlways = RequestQueue.prototype.scheduleCheckPendingRequests

RequestQueue.prototype.scheduleCheckPendingRequests = function scheduleWhenRequestsWait() {
  if (this.pending.length > 0) scheduleAlways.call(this)
}
