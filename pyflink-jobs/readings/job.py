"""The readings job: its command line and its wiring; what is a reading is in logic.py."""

import json
import sys
from collections.abc import Sequence

from pyflink.common import Types
from pyflink.datastream import StreamExecutionEnvironment

from readings.logic import readings_of
from wiring.command_line import command_line
from wiring.ends import read, write
from wiring.json_text import to_json


def main(argv: Sequence[str]) -> None:
    """Wire source, operators and sink, and run the job."""
    options = command_line("readings.job", reads="days", writes="readings").parse_args(argv)
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(1)
    lines = (
        read(environment, options, "days")
        .map(json.loads)
        .flat_map(readings_of)
        .map(to_json, output_type=Types.STRING())
    )
    write(lines, options)
    environment.execute("readings")


if __name__ == "__main__":
    main(sys.argv[1:])
