"""The routes job: its command line, its wiring, and the state that lets two streams wait for each other."""

import json
import sys
from collections.abc import Iterable, Sequence

from pyflink.common import Types
from pyflink.datastream import KeyedCoProcessFunction, RuntimeContext, StreamExecutionEnvironment
from pyflink.datastream.state import ListStateDescriptor, ValueStateDescriptor

from routes.logic import Airport, Departure, Route, departure, iata_of, is_far_south, origin_of
from wiring.command_line import command_line
from wiring.ends import read, write
from wiring.json_text import to_json


class Departures(KeyedCoProcessFunction):  # type: ignore[misc]
    """Routes and airports of one key: whichever comes first is remembered until the other one is there."""

    def open(self, runtime_context: RuntimeContext) -> None:
        """Have the airport, once it is known, and the routes that came before it."""
        self.airport = runtime_context.get_state(ValueStateDescriptor("airport", Types.PICKLED_BYTE_ARRAY()))
        self.waiting = runtime_context.get_list_state(ListStateDescriptor("waiting", Types.PICKLED_BYTE_ARRAY()))

    def process_element1(self, value: Route, ctx: KeyedCoProcessFunction.Context) -> Iterable[Departure]:  # noqa: ARG002
        """Give a route its airport, or let it wait."""
        airport = self.airport.value()
        if airport is None:
            self.waiting.add(value)
        else:
            yield departure(value, airport)

    def process_element2(self, value: Airport, ctx: KeyedCoProcessFunction.Context) -> Iterable[Departure]:  # noqa: ARG002
        """Give the routes that wait for it their airport."""
        self.airport.update(value)
        for route in self.waiting.get():
            yield departure(route, value)
        self.waiting.clear()


def main(argv: Sequence[str]) -> None:
    """Wire sources, operators and sink, and run the job."""
    parser = command_line("routes.job", reads="routes", writes="departures")
    parser.add_argument("--airports", required=True, help="topic to read airports from")
    options = parser.parse_args(argv)
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(1)
    routes = read(environment, options, "routes").map(json.loads)
    airports = read(environment, options, "airports", topic=options.airports).map(json.loads).filter(is_far_south)
    lines = (
        routes.connect(airports)
        .key_by(origin_of, iata_of, key_type=Types.STRING())
        .process(Departures())
        .map(to_json, output_type=Types.STRING())
    )
    write(lines, options)
    environment.execute("routes")


if __name__ == "__main__":
    main(sys.argv[1:])
