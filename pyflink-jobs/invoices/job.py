"""The invoices job: its command line and its wiring; how amounts are made is in logic.py."""

import sys
from collections.abc import Sequence

from pyflink.common import Types
from pyflink.datastream import StreamExecutionEnvironment

from invoices.logic import amount_of, order_line, to_exact_json
from wiring.command_line import command_line
from wiring.ends import read, write


def main(argv: Sequence[str]) -> None:
    """Wire source, operators and sink, and run the job."""
    options = command_line("invoices.job", reads="order lines", writes="amounts").parse_args(argv)
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(1)
    lines = (
        read(environment, options, "order lines")
        .map(order_line)
        .map(amount_of)
        .map(to_exact_json, output_type=Types.STRING())
    )
    write(lines, options)
    environment.execute("invoices")


if __name__ == "__main__":
    main(sys.argv[1:])
