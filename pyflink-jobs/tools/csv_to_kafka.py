"""Stream the rows of a CSV file into a Kafka topic, row by row, as JSON.

The twin of `streamassay replay`: the same options, and the same records, byte for byte.

    pip install kafka-python tqdm
    python3 pyflink-jobs/tools/csv_to_kafka.py days.csv --brokers 127.0.0.1:9092 --types precipitation=double --rate 100
"""

import argparse
import itertools
import math
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from csv_records import InputError, kinds_of, records_of
from kafka import KafkaAdminClient, KafkaProducer
from kafka.admin import NewTopic
from kafka.errors import KafkaError
from tqdm import tqdm

ANSWER_SECONDS = 10
FLUSH_SECONDS = 60


def number(most: float, *, is_whole: bool = False) -> Callable[[str], float]:
    """Describe an option that is a number above 0."""

    def read(word: str) -> float:
        value = float(word)
        if not 0 < value <= most or (is_whole and not value.is_integer()):
            raise ValueError
        return value

    read.__name__ = "whole number above 0" if is_whole else "number above 0"
    return read


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; a wrong one ends the program."""
    parser = argparse.ArgumentParser(prog="csv_to_kafka.py", description="Stream the rows of a CSV file into a topic.")
    parser.add_argument("file")
    parser.add_argument("--brokers", default=os.environ.get("STREAMASSAY_BROKERS", "127.0.0.1:9092"))
    parser.add_argument("--topic", help="the file's name when not given; made when it is not there")
    parser.add_argument("--key", help="the column that is the key of each record; none when not given")
    parser.add_argument("--types", default="", help="columns that are no text: precipitation=double,days=int")
    parser.add_argument("--rate", type=number(1e9), default=math.inf, help="rows per second at most")
    parser.add_argument("--loop", type=number(1e15, is_whole=True), nargs="?", const=math.inf, default=1)
    return parser.parse_args(argv)


def need_topic(brokers: str, topic: str) -> None:
    """Make a topic of one partition, unless it is there."""
    admin = KafkaAdminClient(bootstrap_servers=brokers, bootstrap_timeout_ms=ANSWER_SECONDS * 1000)
    try:
        if topic not in admin.list_topics():
            admin.create_topics([NewTopic(topic, num_partitions=1, replication_factor=1)], wait_for_metadata=True)
    finally:
        admin.close()


def send_all(options: argparse.Namespace, topic: str, rows: int) -> int:
    """Send every record in its order, at the pace asked for; give how many the broker has acknowledged."""
    acknowledged = itertools.count()
    producer = KafkaProducer(
        bootstrap_servers=options.brokers,
        bootstrap_timeout_ms=ANSWER_SECONDS * 1000,
        max_block_ms=ANSWER_SECONDS * 1000,
        acks="all",
        enable_idempotence=True,
    )
    try:
        partitions = sorted(producer.partitions_for(topic) or {0})
        times = range(int(options.loop)) if math.isfinite(options.loop) else itertools.count()
        kinds = kinds_of(options.types)
        records = (record for _ in times for record in records_of(options.file, kinds, options.key))
        begin = time.monotonic()
        with tqdm(total=rows * options.loop, unit=" rows", desc=f"replay into {topic}", disable=None) as bar:
            for ordinal, record in enumerate(records):
                time.sleep(max(0.0, begin + ordinal / options.rate - time.monotonic()))
                # With a key, where any Kafka client would put it; without one, in turn.
                partition = None if record.key is not None else partitions[ordinal % len(partitions)]
                future = producer.send(topic, record.value, key=record.key, partition=partition)
                future.add_callback(lambda _: next(acknowledged))
                bar.update()
    finally:
        producer.flush(timeout=FLUSH_SECONDS)
        producer.close(timeout=ANSWER_SECONDS)
    return next(acknowledged)


def main(argv: Sequence[str]) -> int:
    """Check the file, then send it; give the exit code."""
    options = parse(argv)
    topic = options.topic or Path(options.file).stem
    try:
        rows = sum(1 for _ in records_of(options.file, kinds_of(options.types), options.key))
        if rows == 0 and options.loop > 1:
            raise InputError(f"--loop: {options.file} has no row to send again and again")
        need_topic(options.brokers, topic)
        acknowledged = send_all(options, topic, rows)
        if acknowledged < rows * options.loop:
            raise InputError(f"{acknowledged} of {rows * options.loop} rows acknowledged: see the broker's log")
    except InputError as error:
        return complain(str(error), 2)
    except KafkaError as error:
        return complain(f"the broker at {options.brokers}: {error}: see that it runs, and --brokers", 2)
    except KeyboardInterrupt:
        return complain("interrupted; what was sent is in the topic", 130)
    counted = f"{acknowledged:,} {'row' if acknowledged == 1 else 'rows'}"
    print(f"{counted} of {options.file} sent to {topic} at {options.brokers}")
    return 0


def complain(text: str, exit_code: int) -> int:
    """Say in one line what went wrong."""
    print(f"csv_to_kafka: {text}", file=sys.stderr)
    return exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
