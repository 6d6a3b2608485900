"""The weeks job: its command line and its wiring; how days make a week is in logic.py."""

import json
import sys
from collections.abc import Iterable, Sequence

from pyflink.common import Duration, Time, Types, WatermarkStrategy
from pyflink.common.watermark_strategy import TimestampAssigner
from pyflink.datastream import OutputTag, ProcessWindowFunction, StreamExecutionEnvironment
from pyflink.datastream.window import TimeWindow, TumblingEventTimeWindows

from weeks.logic import Day, Week, late_day, time_of, weather_of, week_of
from wiring.command_line import command_line
from wiring.ends import read, write
from wiring.json_text import to_json

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


def main(argv: Sequence[str]) -> None:
    """Wire source, operators and sink, and run the job."""
    options = command_line("weeks.job", reads="days", writes="weeks and late days").parse_args(argv)
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(1)
    in_time = WatermarkStrategy.for_bounded_out_of_orderness(
        Duration.of_days(out_of_order_days)
    ).with_timestamp_assigner(DayTime())
    weeks = (
        read(environment, options, "days")
        .map(json.loads)
        .assign_timestamps_and_watermarks(in_time)
        .key_by(weather_of, key_type=Types.STRING())
        # Weeks that begin on a Monday: 1970-01-01 was a Thursday.
        .window(TumblingEventTimeWindows.of(Time.days(7), Time.days(4)))
        .side_output_late_data(late)
        .process(Weeks())
    )
    too_late = weeks.get_side_output(late).map(late_day).map(to_json, output_type=Types.STRING())
    write(weeks.map(to_json, output_type=Types.STRING()).union(too_late), options)
    environment.execute("weeks")


if __name__ == "__main__":
    main(sys.argv[1:])
