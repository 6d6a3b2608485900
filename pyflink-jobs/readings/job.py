"""The readings job: its command line and its wiring; what is a reading is in logic.py."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence

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

from readings.logic import readings_of


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; a wrong one ends the program."""
    parser = argparse.ArgumentParser(prog="readings.job")
    parser.add_argument("--brokers", required=True, help="Kafka bootstrap servers")
    parser.add_argument("--input", required=True, help="topic to read days from")
    parser.add_argument("--output", required=True, help="topic to write readings to")
    parser.add_argument("--group", required=True, help="Kafka consumer group")
    parser.add_argument("--bounded", action="store_true", help="stop at what the input holds when the job starts")
    return parser.parse_args(argv)


def source_of(options: argparse.Namespace) -> KafkaSource:
    """Describe the input: every message value of the topic, from its beginning."""
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
    return source.build()


def sink_of(options: argparse.Namespace) -> KafkaSink:
    """Describe the output: message values without keys, flushed before the job ends."""
    serializer = (
        KafkaRecordSerializationSchema.builder()
        .set_topic(options.output)
        .set_value_serialization_schema(SimpleStringSchema())
        .build()
    )
    return (
        KafkaSink.builder()
        .set_bootstrap_servers(options.brokers)
        .set_record_serializer(serializer)
        .set_delivery_guarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .build()
    )


def to_json(row: Mapping[str, object]) -> str:
    """Write a row as JSON text; letters beyond ASCII stay as they are."""
    return json.dumps(row, ensure_ascii=False)


def main(argv: Sequence[str]) -> None:
    """Wire source, operators and sink, and run the job."""
    options = parse(argv)
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(1)
    (
        environment.from_source(source_of(options), WatermarkStrategy.no_watermarks(), "days")
        .map(json.loads)
        .flat_map(readings_of)
        .map(to_json, output_type=Types.STRING())
        .sink_to(sink_of(options))
    )
    environment.execute("readings")


if __name__ == "__main__":
    main(sys.argv[1:])
