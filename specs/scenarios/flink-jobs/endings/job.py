"""Jobs that end, wait or write in different ways: the first argument says what is made of the clicks."""
import argparse
import json
import sys
import time

from pyflink.common import Duration, Time, Types, WatermarkStrategy
from pyflink.common.serialization import SimpleStringSchema
from pyflink.common.watermark_strategy import TimestampAssigner
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.datastream.connectors.kafka import (
    KafkaOffsetResetStrategy,
    KafkaOffsetsInitializer,
    KafkaRecordSerializationSchema,
    KafkaSink,
    KafkaSource,
)
from pyflink.datastream.functions import ProcessWindowFunction
from pyflink.datastream.window import TumblingEventTimeWindows, TumblingProcessingTimeWindows
from pyflink.table import StreamTableEnvironment

STARTS = {
    "earliest": KafkaOffsetsInitializer.earliest,
    "latest": KafkaOffsetsInitializer.latest,
    "group": lambda: KafkaOffsetsInitializer.committed_offsets(KafkaOffsetResetStrategy.LATEST),
}


class At(TimestampAssigner):
    def extract_timestamp(self, value, record_timestamp):
        return json.loads(value)["at"]


class Count(ProcessWindowFunction):
    def process(self, key, context, elements):
        yield json.dumps({"page": key, "from": context.window().start, "clicks": len(list(elements))})


class Each(ProcessWindowFunction):
    def process(self, key, context, elements):
        yield from elements


def page(text):
    return json.loads(text)["page"]


def many_times(text):
    for _ in range(1_000):
        yield text


def slow_at(at):
    """One click takes far longer than the others, as where a service is asked."""

    def slowly(text):
        if json.loads(text)["at"] == at:
            time.sleep(6)
        return text

    return slowly


def of_streams(options, environment):
    source = (
        KafkaSource.builder()
        .set_bootstrap_servers(options.brokers)
        .set_topics(options.input)
        .set_group_id(options.group)
        .set_starting_offsets(STARTS[options.start]())
        .set_value_only_deserializer(SimpleStringSchema())
    )
    if options.bounded:
        source = source.set_bounded(KafkaOffsetsInitializer.latest())
    serializer = (
        KafkaRecordSerializationSchema.builder()
        .set_topic(options.output)
        .set_value_serialization_schema(SimpleStringSchema())
        .build()
    )
    sink = KafkaSink.builder().set_bootstrap_servers(options.brokers).set_record_serializer(serializer).build()
    strategy = WatermarkStrategy.for_monotonous_timestamps()
    # Python forgets the assigner of a strategy that is given its idleness afterwards.
    if options.idle_ms > 0:
        strategy = strategy.with_idleness(Duration.of_millis(options.idle_ms))
    strategy = strategy.with_timestamp_assigner(At())
    clicks = environment.from_source(source.build(), WatermarkStrategy.no_watermarks(), "clicks")
    if options.work == "copy":
        rows = clicks.map(str, Types.STRING())
    elif options.work == "slow":
        rows = clicks.map(slow_at(options.slow_at), Types.STRING())
    elif options.work == "flood":
        rows = clicks.flat_map(many_times, Types.STRING())
    elif options.work == "count":
        timed = clicks.assign_timestamps_and_watermarks(strategy).key_by(page, Types.STRING())
        rows = timed.window(TumblingEventTimeWindows.of(Time.seconds(10))).process(Count(), Types.STRING())
    else:
        keyed = clicks.key_by(page, Types.STRING())
        rows = keyed.window(TumblingProcessingTimeWindows.of(Time.seconds(2))).process(Each(), Types.STRING())
    rows.sink_to(sink)
    environment.execute("endings")


def of_tables(options, environment):
    tables = StreamTableEnvironment.create(environment)
    kafka = f"'connector' = 'kafka', 'properties.bootstrap.servers' = '{options.brokers}', 'format' = 'json'"
    start = {"earliest": "earliest-offset", "latest": "latest-offset"}[options.start]
    bounded = ", 'scan.bounded.mode' = 'latest-offset'" if options.bounded else ""
    tables.execute_sql(
        f"CREATE TABLE clicks (page STRING, `at` BIGINT, moment AS PROCTIME()) WITH ({kafka}, 'topic' = '{options.input}', "
        f"'properties.group.id' = '{options.group}', 'scan.startup.mode' = '{start}'{bounded})"
    )
    tables.execute_sql(f"CREATE TABLE counts (page STRING, clicks BIGINT) WITH ({kafka}, 'topic' = '{options.output}')")
    tables.execute_sql(
        "INSERT INTO counts SELECT page, COUNT(*) FROM TABLE(TUMBLE(TABLE clicks, DESCRIPTOR(moment), INTERVAL '3' SECONDS)) "
        "GROUP BY page, window_start, window_end"
    )


def main(argv):
    parser = argparse.ArgumentParser(prog="endings.job")
    parser.add_argument("work", choices=("copy", "count", "each", "flood", "slow", "sql"))
    for name in ("--brokers", "--input", "--output", "--group"):
        parser.add_argument(name, required=True)
    parser.add_argument("--start", default="earliest")
    parser.add_argument("--idle-ms", type=int, default=0)
    parser.add_argument("--slow-at", type=int, default=1_700_000_020_000)
    parser.add_argument("--parallelism", type=int, default=1)
    parser.add_argument("--bounded", action="store_true")
    options = parser.parse_args(argv)
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(options.parallelism)
    (of_tables if options.work == "sql" else of_streams)(options, environment)


if __name__ == "__main__":
    main(sys.argv[1:])
