"""The years job: its command line, and the way from messages to a table, and from a table to messages."""

import json
import sys
from collections.abc import Sequence

from pyflink.common import Row, Types
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.table import StreamTableEnvironment

from wiring.command_line import command_line
from wiring.ends import read, write
from wiring.json_text import to_json
from years.logic import BY_YEAR, change_of

COLUMNS = {
    "date": Types.STRING(),
    "precipitation": Types.DOUBLE(),
    "temp_max": Types.DOUBLE(),
    "weather": Types.STRING(),
}


def day_of(message: str) -> Row:
    """Read a day, as a row of the table."""
    day = json.loads(message)
    return Row(*(day[column] for column in COLUMNS))


def text_of(row: Row) -> str:
    """Write a change of a row."""
    return to_json(change_of(str(row.get_row_kind()), row.as_dict()))


def main(argv: Sequence[str]) -> None:
    """Wire source, query and sink, and run the job."""
    options = command_line("years.job", reads="days", writes="changes of years").parse_args(argv)
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(1)
    row_type = Types.ROW_NAMED(list(COLUMNS), list(COLUMNS.values()))
    days = read(environment, options, "days").map(day_of, output_type=row_type)
    tables = StreamTableEnvironment.create(environment)
    tables.create_temporary_view("days", tables.from_data_stream(days))
    years = tables.to_changelog_stream(tables.sql_query(BY_YEAR))
    write(years.map(text_of, output_type=Types.STRING()), options)
    environment.execute("years")


if __name__ == "__main__":
    main(sys.argv[1:])
