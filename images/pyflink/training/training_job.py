"""The job of the training: what a scenario's job is made of, a Kafka source, Python operators and a Kafka sink."""

import json
import sys

from pyflink.common import Types, WatermarkStrategy
from pyflink.common.serialization import SimpleStringSchema
from pyflink.datastream import DataStream, StreamExecutionEnvironment
from pyflink.datastream.connectors.base import DeliveryGuarantee
from pyflink.datastream.connectors.kafka import (
    KafkaOffsetsInitializer,
    KafkaRecordSerializationSchema,
    KafkaSink,
    KafkaSource,
)

ROWS = 1000


def write(rows: DataStream, brokers: str, topic: str) -> None:
    """Write rows into a topic, which the broker creates."""
    serializer = (
        KafkaRecordSerializationSchema.builder()
        .set_topic(topic)
        .set_value_serialization_schema(SimpleStringSchema())
        .build()
    )
    rows.sink_to(
        KafkaSink.builder()
        .set_bootstrap_servers(brokers)
        .set_record_serializer(serializer)
        .set_delivery_guarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .build()
    )


def main(step: str, brokers: str) -> None:
    """Run one step: `fill` the input topic, `read` it to its end, `fail` in an operator."""
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(1)
    if step == "fill":
        rows = [json.dumps({"number": number}) for number in range(ROWS)]
        write(environment.from_collection(rows, Types.STRING()), brokers, "training-input")
    else:
        source = (
            KafkaSource.builder()
            .set_bootstrap_servers(brokers)
            .set_topics("training-input")
            .set_group_id(step)
            .set_starting_offsets(KafkaOffsetsInitializer.earliest())
            .set_bounded(KafkaOffsetsInitializer.latest())
            .set_value_only_deserializer(SimpleStringSchema())
            .build()
        )
        limit = ROWS if step == "read" else 0
        rows = (
            environment.from_source(source, WatermarkStrategy.no_watermarks(), "rows")
            .map(json.loads)
            .map(lambda row: row if row["number"] < limit else 1 / 0)
            .filter(lambda row: row["number"] % 3 > 0)
            .map(json.dumps, output_type=Types.STRING())
        )
        write(rows, brokers, "training-output")
    environment.execute(step)


main(*sys.argv[1:])
