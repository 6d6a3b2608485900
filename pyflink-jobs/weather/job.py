"""The rainy-days job: its command line and its wiring; what happens to a day is in logic.py."""

import json
import sys
from collections.abc import Sequence

from pyflink.common import Types
from pyflink.datastream import StreamExecutionEnvironment

from weather.logic import is_rainy, to_imperial
from wiring.command_line import command_line
from wiring.ends import read, write
from wiring.json_text import to_json


def main(argv: Sequence[str]) -> None:
    """Wire source, operators and sink, and run the job."""
    parser = command_line("weather.job", reads="days", writes="rainy days")
    parser.add_argument("--parallelism", type=int, default=1, help="how many of each operator run side by side")
    options = parser.parse_args(argv)
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(options.parallelism)
    lines = (
        read(environment, options, "days")
        .map(json.loads)
        .map(to_imperial)
        .filter(is_rainy)
        .map(to_json, output_type=Types.STRING())
    )
    write(lines, options)
    environment.execute("rainy-days")


if __name__ == "__main__":
    main(sys.argv[1:])
