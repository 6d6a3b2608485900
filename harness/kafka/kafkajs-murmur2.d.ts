/** The one function of kafkajs 2.2.4 that assign-partition.ts needs; kafkajs has no types for its insides. */
declare module 'kafkajs/src/producer/partitioners/default/murmur2.js' {
  /** Kafka's hash of a key's bytes, as a 32-bit integer with a sign. */
  export default function murmur2(key: Buffer): number
}
