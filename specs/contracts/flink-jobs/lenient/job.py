"""Reads message values as text, writes what each is: JSON with an id, or what is wrong with it."""
import argparse
import json
import sys

from pyflink.common import Types, WatermarkStrategy
from pyflink.common.serialization import SimpleStringSchema
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.datastream.connectors.kafka import (
    KafkaOffsetsInitializer,
    KafkaRecordSerializationSchema,
    KafkaSink,
    KafkaSource,
)


def judged(text):
    try:
        record = json.loads(text)
    except ValueError:
        return json.dumps({"what": "not JSON", "length": len(text), "text": text[:20]})
    if not isinstance(record, dict) or "id" not in record:
        return json.dumps({"what": "another schema", "length": len(text), "text": text[:20]})
    return json.dumps({"what": "a record", "length": len(text), "text": record["id"]})


def main(argv):
    parser = argparse.ArgumentParser(prog="lenient.job")
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
        .set_bounded(KafkaOffsetsInitializer.latest())
        .build()
    )
    serializer = (
        KafkaRecordSerializationSchema.builder()
        .set_topic(options.output)
        .set_value_serialization_schema(SimpleStringSchema())
        .build()
    )
    sink = KafkaSink.builder().set_bootstrap_servers(options.brokers).set_record_serializer(serializer).build()
    values = environment.from_source(source, WatermarkStrategy.no_watermarks(), "values")
    values.map(judged, output_type=Types.STRING()).sink_to(sink)
    environment.execute("lenient")


if __name__ == "__main__":
    main(sys.argv[1:])
