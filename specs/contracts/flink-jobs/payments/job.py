"""Copies payments with an exactly-once sink, whose transactional id prefix is fixed; it has no checkpoints of its own."""
import argparse
import json
import sys

from pyflink.common import Types, WatermarkStrategy
from pyflink.common.serialization import SimpleStringSchema
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.datastream.connectors.base import DeliveryGuarantee
from pyflink.datastream.connectors.kafka import (
    KafkaOffsetsInitializer,
    KafkaRecordSerializationSchema,
    KafkaSink,
    KafkaSource,
)


def main(argv):
    parser = argparse.ArgumentParser(prog="payments.job")
    for name in ("--brokers", "--input", "--output", "--group"):
        parser.add_argument(name, required=True)
    parser.add_argument("--bounded", action="store_true")
    parser.add_argument("--transaction-timeout-ms", default="60000")
    options = parser.parse_args(argv)
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(1)
    source = (
        KafkaSource.builder()
        .set_bootstrap_servers(options.brokers)
        .set_topics(options.input)
        .set_group_id(options.group)
        .set_starting_offsets(KafkaOffsetsInitializer.earliest())
        .set_value_only_deserializer(SimpleStringSchema())
    )
    if options.bounded:
        source.set_bounded(KafkaOffsetsInitializer.latest())
    serializer = (
        KafkaRecordSerializationSchema.builder()
        .set_topic(options.output)
        .set_value_serialization_schema(SimpleStringSchema())
        .build()
    )
    sink = (
        KafkaSink.builder()
        .set_bootstrap_servers(options.brokers)
        .set_record_serializer(serializer)
        .set_delivery_guarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .set_transactional_id_prefix("payments")
        .set_property("transaction.timeout.ms", options.transaction_timeout_ms)
        .build()
    )
    payments = environment.from_source(source.build(), WatermarkStrategy.no_watermarks(), "payments")
    payments.map(lambda text: json.dumps(json.loads(text)), output_type=Types.STRING()).sink_to(sink)
    environment.execute("payments")


if __name__ == "__main__":
    main(sys.argv[1:])
