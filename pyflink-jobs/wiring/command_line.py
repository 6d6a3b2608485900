"""The command line of a job."""

import argparse

SINKS = ("kafka", "file", "console")
DELIVERIES = ("at-least-once", "exactly-once")


def command_line(program: str, *, reads: str, writes: str) -> argparse.ArgumentParser:
    """Describe the options that every job has; a job may add its own, and a wrong one ends the program."""
    parser = argparse.ArgumentParser(prog=program)
    parser.add_argument("--brokers", required=True, help="Kafka bootstrap servers")
    parser.add_argument("--input", required=True, help=f"topic to read {reads} from")
    parser.add_argument(
        "--output",
        required=True,
        help=f"topic to write {writes} to; with --sink file a folder, with --sink console what stands before each line",
    )
    parser.add_argument("--group", required=True, help="Kafka consumer group")
    parser.add_argument("--bounded", action="store_true", help="stop at what the input holds when the job starts")
    parser.add_argument("--sink", choices=SINKS, default="kafka", help="where the output goes")
    parser.add_argument(
        "--delivery",
        choices=DELIVERIES,
        default="at-least-once",
        help="how often a row gets into a topic when the job is started anew; exactly-once writes transactions, which"
        " are committed with each checkpoint: Flink's settings must ask for those",
    )
    return parser
