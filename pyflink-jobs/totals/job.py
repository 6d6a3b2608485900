"""The running-totals job: its command line and its wiring; how totals are made is in logic.py."""

import json
import sys
from collections.abc import Sequence

from pyflink.common import Types
from pyflink.datastream import StreamExecutionEnvironment

from totals.logic import added, total_of, weather_of
from wiring.command_line import command_line
from wiring.ends import read, write
from wiring.json_text import to_json


def main(argv: Sequence[str]) -> None:
    """Wire source, operators and sink, and run the job."""
    options = command_line("totals.job", reads="days", writes="totals").parse_args(argv)
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(1)
    lines = (
        read(environment, options, "days")
        .map(json.loads)
        .map(total_of)
        .key_by(weather_of, key_type=Types.STRING())
        .reduce(added)
        .map(to_json, output_type=Types.STRING())
    )
    write(lines, options)
    environment.execute("running-totals")


if __name__ == "__main__":
    main(sys.argv[1:])
