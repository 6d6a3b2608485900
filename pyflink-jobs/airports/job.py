"""The south-east airports job: its command line and its wiring; what happens to an airport is in logic.py."""

import json
import sys
from collections.abc import Sequence

from pyflink.common import Types
from pyflink.datastream import StreamExecutionEnvironment

from airports.logic import is_in_southeast, normalise, with_position
from wiring.command_line import command_line
from wiring.ends import read, write
from wiring.json_text import to_json


def main(argv: Sequence[str]) -> None:
    """Wire source, operators and sink, and run the job."""
    options = command_line("airports.job", reads="airports", writes="places").parse_args(argv)
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(1)
    lines = (
        read(environment, options, "airports")
        .map(json.loads)
        .map(normalise)
        .filter(is_in_southeast)
        .map(with_position)
        .map(to_json, output_type=Types.STRING())
    )
    write(lines, options)
    environment.execute("southeast-airports")


if __name__ == "__main__":
    main(sys.argv[1:])
