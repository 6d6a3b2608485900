/**
 * Kafka's messages, as @platformatic/kafka writes and reads them.
 *
 * Of that library only the codecs of a few requests are used. Its index loads 500 modules, which takes a third of a second
 * on the way to every run; the files of these, found beside the index, take a fifth of that. Its clients are left
 * alone: its consumer leaves rows of aborted transactions in when a producer aborted twice within a fetch, or across two,
 * and what a run needs of a client is little (connection.ts).
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import type * as library from '@platformatic/kafka'

/** One kind of request: writes what is asked, hands it to a connection's `send`, and reads the answer. */
export type Codec<Asked extends unknown[], Answer> = library.APIWithCallback<Asked, Answer>

/** What the codec of a produce request takes. */
export type ProduceAsked = library.produceV9.ProduceRequest

interface Codecs {
  readonly createTopics: typeof library.createTopicsV7.api
  readonly deleteGroups: typeof library.deleteGroupsV2.api
  readonly deleteTopics: typeof library.deleteTopicsV6.api
  readonly describeTransactions: typeof library.describeTransactionsV0.api
  readonly fetch: typeof library.fetchV13.api
  readonly initProducerId: typeof library.initProducerIdV4.api
  readonly listGroups: typeof library.listGroupsV4.api
  readonly listOffsets: typeof library.listOffsetsV6.api
  readonly listTransactions: typeof library.listTransactionsV0.api
  readonly metadata: typeof library.metadataV12.api
  /** The library's type has room for the `true` of a request that nobody answers, which none is here. */
  readonly produce: library.API<ProduceAsked, library.produceV9.ProduceResponse>
  readonly NumericMap: typeof library.NumericMap
  readonly Reader: typeof library.Reader
}

const require = createRequire(import.meta.url)
let loaded: Codecs | undefined

/** The codecs; loading them takes a moment the first time. */
export const codecs = (): Codecs => (loaded ??= loadCodecs())

function loadCodecs(): Codecs {
  const root = dirname(require.resolve('@platformatic/kafka'))
  // Their types are those that the index has for the same files.
  const load = (path: string): never => require(join(root, path)) as never
  const { Reader }: typeof library = load('protocol/reader.js')
  const { NumericMap }: typeof library = load('utils.js')
  const api = (path: string): never => (load(`apis/${path}.js`) as { readonly api: never }).api
  return {
    createTopics: api('admin/create-topics-v7'),
    deleteGroups: api('admin/delete-groups-v2'),
    deleteTopics: api('admin/delete-topics-v6'),
    describeTransactions: api('admin/describe-transactions-v0'),
    fetch: api('consumer/fetch-v13'),
    initProducerId: api('producer/init-producer-id-v4'),
    listGroups: api('admin/list-groups-v4'),
    listOffsets: api('consumer/list-offsets-v6'),
    listTransactions: api('admin/list-transactions-v0'),
    metadata: api('metadata/metadata-v12'),
    produce: api('producer/produce-v9'),
    NumericMap,
    Reader,
  }
}
