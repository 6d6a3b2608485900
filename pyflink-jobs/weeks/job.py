"""The weeks job: its command line and its wiring; how days make a week is in logic.py."""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence

from pyflink.common import Duration, Time, Types, WatermarkStrategy
from pyflink.common.serialization import SimpleStringSchema
from pyflink.common.watermark_strategy import TimestampAssigner
from pyflink.datastream import OutputTag, ProcessWindowFunction, StreamExecutionEnvironment
from pyflink.datastream.connectors.base import DeliveryGuarantee
from pyflink.datastream.connectors.kafka import (
    KafkaOffsetsInitializer,
    KafkaRecordSerializationSchema,
    KafkaSink,
    KafkaSource,
)
from pyflink.datastream.window import TimeWindow, TumblingEventTimeWindows

from weeks.logic import Day, Week, late_day, time_of, weather_of, week_of

out_of_order_days = 3
late = OutputTag("late", Types.PICKLED_BYTE_ARRAY())


class DayTime(TimestampAssigner):  # type: ignore[misc]
    """A day happens when it begins."""

    def extract_timestamp(self, value: Day, _record_timestamp: int) -> int:
        """Give milliseconds since 1970."""
        return time_of(value)


class Weeks(ProcessWindowFunction):  # type: ignore[misc]
    """The days of one kind of weather and one week, once the week is over."""

    def process(
        self, key: str, context: ProcessWindowFunction.Context[TimeWindow], elements: Iterable[Day]
    ) -> Iterable[Week]:
        """Give the one row of a week."""
        yield week_of(key, context.window().start, elements)


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; a wrong one ends the program."""
    parser = argparse.ArgumentParser(prog="weeks.job")
    parser.add_argument("--brokers", required=True, help="Kafka bootstrap servers")
    parser.add_argument("--input", required=True, help="topic to read days from")
    parser.add_argument("--output", required=True, help="topic to write weeks and late days to")
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
    in_time = WatermarkStrategy.for_bounded_out_of_orderness(
        Duration.of_days(out_of_order_days)
    ).with_timestamp_assigner(DayTime())
    weeks = (
        environment.from_source(source_of(options), WatermarkStrategy.no_watermarks(), "days")
        .map(json.loads)
        .assign_timestamps_and_watermarks(in_time)
        .key_by(weather_of, key_type=Types.STRING())
        # Weeks that begin on a Monday: 1970-01-01 was a Thursday.
        .window(TumblingEventTimeWindows.of(Time.days(7), Time.days(4)))
        .side_output_late_data(late)
        .process(Weeks())
    )
    too_late = weeks.get_side_output(late).map(late_day).map(to_json, output_type=Types.STRING())
    weeks.map(to_json, output_type=Types.STRING()).union(too_late).sink_to(sink_of(options))
    environment.execute("weeks")


if __name__ == "__main__":
    main(sys.argv[1:])
