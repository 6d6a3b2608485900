"""Writes the date and the weather of each day in transactions, under a name that every start of the job has."""
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


def dated(text):
    day = json.loads(text)
    return json.dumps({"date": day["date"], "weather": day["weather"]})


def main(argv):
    parser = argparse.ArgumentParser(prog="dated.job")
    for name in ("--brokers", "--input", "--output", "--group"):
        parser.add_argument(name, required=True)
    parser.add_argument("--bounded", action="store_true")
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
        .set_transactional_id_prefix("dated")
        .set_property("transaction.timeout.ms", "600000")
        .build()
    )
    days = environment.from_source(source.build(), WatermarkStrategy.no_watermarks(), "days")
    days.map(dated, output_type=Types.STRING()).sink_to(sink)
    environment.execute("dated")


if __name__ == "__main__":
    main(sys.argv[1:])
