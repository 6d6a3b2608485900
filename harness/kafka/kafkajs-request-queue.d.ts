/** The one inner class of kafkajs 2.2.4 that kafkajs-timers.ts touches; kafkajs has no types for its insides. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    /** Requests that wait to be written because others are in flight. */
    readonly pending: readonly unknown[]
    scheduleCheckPendingRequests: (this: RequestQueue) => void
  }
}
