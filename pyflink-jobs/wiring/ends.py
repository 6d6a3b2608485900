"""The two ends of a job: messages of a Kafka topic come in, lines of text go out to whichever sink is asked for."""

import argparse

from pyflink.common import WatermarkStrategy
from pyflink.common.serialization import Encoder, SimpleStringSchema
from pyflink.datastream import DataStream, StreamExecutionEnvironment
from pyflink.datastream.connectors.base import DeliveryGuarantee
from pyflink.datastream.connectors.file_system import BucketAssigner, FileSink, RollingPolicy
from pyflink.datastream.connectors.kafka import (
    KafkaOffsetsInitializer,
    KafkaRecordSerializationSchema,
    KafkaSink,
    KafkaSource,
)

# What a broker allows at most, unless it is told otherwise (transaction.max.timeout.ms).
TRANSACTION_TIMEOUT_MS = 15 * 60 * 1000
# A reader that closes waits for its last fetch. If there are no more rows, the broker holds the fetch for this long.
# Kafka's default, 500 ms, is most of the time that a job of a few rows takes.
FETCH_WAIT_MS = 50


def read(
    environment: StreamExecutionEnvironment, options: argparse.Namespace, name: str, *, topic: str | None = None
) -> DataStream:
    """Give every message value of a topic, that of the input when not given, from its beginning."""
    source = (
        KafkaSource.builder()
        .set_bootstrap_servers(options.brokers)
        .set_topics(topic or options.input)
        .set_group_id(options.group)
        .set_starting_offsets(KafkaOffsetsInitializer.earliest())
        .set_value_only_deserializer(SimpleStringSchema())
        .set_property("fetch.max.wait.ms", str(FETCH_WAIT_MS))
    )
    if options.bounded:
        source.set_bounded(KafkaOffsetsInitializer.latest())
    return environment.from_source(source.build(), WatermarkStrategy.no_watermarks(), name)


def write(lines: DataStream, options: argparse.Namespace) -> None:
    """Send lines of text to the sink that is asked for."""
    if options.sink == "kafka":
        lines.sink_to(kafka_sink(options))
    elif options.sink == "file":
        lines.sink_to(file_sink(options.output))
    else:
        lines.print(options.output)


def kafka_sink(options: argparse.Namespace) -> KafkaSink:
    """Describe a topic: message values without keys, flushed before the job ends."""
    serializer = (
        KafkaRecordSerializationSchema.builder()
        .set_topic(options.output)
        .set_value_serialization_schema(SimpleStringSchema())
        .build()
    )
    sink = KafkaSink.builder().set_bootstrap_servers(options.brokers).set_record_serializer(serializer)
    if options.delivery == "exactly-once":
        return (
            sink.set_delivery_guarantee(DeliveryGuarantee.EXACTLY_ONCE)
            # No other job may have it: by this name a restarted one finds the transactions that it has left open.
            .set_transactional_id_prefix(options.group)
            # Flink asks for an hour, and a broker gives a quarter of one: a job that is away for longer loses rows.
            .set_property("transaction.timeout.ms", str(TRANSACTION_TIMEOUT_MS))
            .build()
        )
    return sink.set_delivery_guarantee(DeliveryGuarantee.AT_LEAST_ONCE).build()


def file_sink(folder: str) -> FileSink:
    """Describe a folder of text files, a line a row; a file is finished with a checkpoint, or with the job."""
    return (
        FileSink.for_row_format(folder, Encoder.simple_string_encoder())
        .with_bucket_assigner(BucketAssigner.base_path_bucket_assigner())
        .with_rolling_policy(RollingPolicy.on_checkpoint_rolling_policy())
        .build()
    )
