"""The type-crossing job: its command line and its wiring; what happens to a value is in logic.py."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence

from pyflink.common import Row, TypeInformation, Types
from pyflink.datastream import StreamExecutionEnvironment

from crossing.logic import Crossed, Probe, crossed, is_named, probe_of
from wiring.command_line import command_line
from wiring.ends import read, write

TYPES: Mapping[str, TypeInformation] = {
    "INT": Types.INT(),
    "LONG": Types.LONG(),
    "FLOAT": Types.FLOAT(),
    "DOUBLE": Types.DOUBLE(),
    "STRING": Types.STRING(),
    "BOOLEAN": Types.BOOLEAN(),
    "LIST": Types.LIST(Types.LONG()),
    "ARRAY": Types.OBJECT_ARRAY(Types.LONG()),
    "TUPLE": Types.TUPLE([Types.LONG(), Types.STRING()]),
    "ROW": Types.ROW_NAMED(["number", "text"], [Types.LONG(), Types.STRING()]),
    "PICKLED": Types.PICKLED_BYTE_ARRAY(),
}
# The fields of the Row: in thread mode an array may not be null. A tuple of names, since the functions below travel to
# the workers with all that they name, and a type, being Java's, cannot.
NAMES = tuple(name for name in TYPES if name != "ARRAY")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the command line; a wrong one ends the program."""
    parser = command_line("crossing.job", reads="values", writes="values")
    parser.add_argument("--bare", choices=TYPES, help="cross as a value of this type alone, not as a field of a Row")
    parser.add_argument("--pair", choices=TYPES, help="cross as the second of a tuple, not as a field of a Row")
    return parser.parse_args(argv)


def typed(probe: Probe) -> object:
    """Make of a JSON list the Row or the tuple that its type wants; whatever else is given stays what it is."""
    value = probe["value"]
    if isinstance(value, list) and probe["type"] == "ROW":
        return Row(*value)
    if isinstance(value, list) and probe["type"] == "TUPLE":
        return tuple(value)
    return value


def in_row(probe: Probe) -> Row:
    """Put the value into the field of its type, and null into all others."""
    return Row(probe["id"], *(typed(probe) if name == probe["type"] else None for name in NAMES))


def out_of_row(row: Row) -> Crossed:
    """Find the field that is not null; a null has come as whichever type it was meant to be."""
    _, *fields = row
    for name, value in zip(NAMES, fields, strict=True):
        if value is not None:
            return crossed(row["id"], name, value)
    return crossed(row["id"], "", None)


Way = tuple[Callable[[Probe], object], TypeInformation, Callable[[object], Crossed]]


def way_of(options: argparse.Namespace) -> Way:
    """Choose how a value is packed, as which type it crosses, and how it is unpacked."""
    bare, second = options.bare, options.pair
    if bare is not None:
        return typed, TYPES[bare], lambda value: crossed("bare", bare, value)
    if second is not None:
        pair = Types.TUPLE([Types.STRING(), TYPES[second]])
        return lambda probe: (probe["id"], typed(probe)), pair, lambda both: crossed(both[0], second, both[1])
    return in_row, Types.ROW_NAMED(["id", *NAMES], [Types.STRING(), *(TYPES[name] for name in NAMES)]), out_of_row


def to_json(row: Mapping[str, object]) -> str:
    """Write what came back as JSON text, ASCII alone: half of a surrogate pair has no other way out."""
    return json.dumps(row)


def main(argv: Sequence[str]) -> None:
    """Wire source, operators and sink, and run the job."""
    options = parse(argv)
    pack, crossing_type, unpack = way_of(options)
    environment = StreamExecutionEnvironment.get_execution_environment()
    environment.set_parallelism(1)
    lines = (
        read(environment, options, "values")
        .map(lambda text: pack(probe_of(text)), output_type=crossing_type)
        # Python operators in one chain hand each other Python objects; only between chains is a value serialised.
        .map(unpack)
        .start_new_chain()
        .filter(is_named)
        .map(to_json, output_type=Types.STRING())
    )
    write(lines, options)
    environment.execute("type-crossing")


if __name__ == "__main__":
    main(sys.argv[1:])
