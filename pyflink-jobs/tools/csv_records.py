"""The rows of a CSV file as the records that `streamassay replay` sends, byte for byte. No Kafka in here."""

import csv
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

WHOLE = re.compile(r"[+-]?[0-9]+")
DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
NAMED = {"NaN": "NaN", "Infinity": "Infinity", "-Infinity": "-Infinity"}
LONGEST_WITHOUT_EXPONENT = 21
MOST_ZEROS_IN_FRONT = 6


class InputError(Exception):
    """What the user has to mend, in one line."""


class Record(NamedTuple):
    """A row as it goes into the topic."""

    key: bytes | None
    value: bytes


def double_text(value: float) -> str:
    """Write a double with the fewest digits that are it, as JavaScript does, and always as one: 10.0, 1e+21, -0.0."""
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    shown = "".join(map(str, digits))
    point = len(shown) + int(exponent)
    minus = "-" if sign else ""
    if value == 0:
        return f"{minus}0.0"
    if len(shown) <= point <= LONGEST_WITHOUT_EXPONENT:
        return f"{minus}{shown}{'0' * (point - len(shown))}.0"
    if 0 < point <= LONGEST_WITHOUT_EXPONENT:
        return f"{minus}{shown[:point]}.{shown[point:]}"
    if -MOST_ZEROS_IN_FRONT < point <= 0:
        return f"{minus}0.{'0' * -point}{shown}"
    fraction = f".{shown[1:]}" if len(shown) > 1 else ""
    return f"{minus}{shown[0]}{fraction}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def text_json(cell: str) -> str:
    """Write any text; letters beyond ASCII stay as they are."""
    return json.dumps(cell, ensure_ascii=False)


def integer_json(bits: int) -> Callable[[str], str]:
    """Write an integer that fits so many bits."""

    def write(cell: str) -> str:
        least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
        if WHOLE.fullmatch(cell) and least <= int(cell) <= most:
            return str(int(cell))
        raise ValueError(f"an integer from {least} to {most}")

    return write


def double_json(cell: str) -> str:
    """Write a decimal number as the nearest double."""
    if DECIMAL.fullmatch(cell) and math.isfinite(float(cell)):
        return double_text(float(cell))
    if cell in NAMED:
        return NAMED[cell]
    raise ValueError("a decimal number that a double can hold")


def boolean_json(cell: str) -> str:
    """Write true or false, which may be in capitals."""
    if cell.lower() in {"true", "false"}:
        return cell.lower()
    raise ValueError("true or false")


def date_json(cell: str) -> str:
    """Write a day of the calendar, as the text that it is."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        try:
            date.fromisoformat(cell)
        except ValueError:
            pass
        else:
            return text_json(cell)
    raise ValueError("a calendar day as YYYY-MM-DD")


KINDS: Mapping[str, Callable[[str], str]] = {
    "text": text_json,
    "int": integer_json(32),
    "long": integer_json(64),
    "double": double_json,
    "boolean": boolean_json,
    "date": date_json,
}


def kinds_of(words: str) -> dict[str, str]:
    """Read `precipitation=double,days=int`."""
    kinds = {}
    for pair in filter(None, words.split(",")):
        name, _, kind = pair.rpartition("=")
        if not name or kind not in KINDS:
            raise InputError(
                f'--types: "{pair}" names no column and its kind: write column=kind, of {", ".join(KINDS)}'
            )
        kinds[name] = kind
    return kinds


def records_of(path: str, kinds: Mapping[str, str], key: str | None) -> Iterator[Record]:
    """Read a file, and write each row as JSON in the order of its columns; what does not fit is told with its line."""
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            columns = next(reader, [])
            if not columns:
                raise InputError(f"{path}: cannot be empty: its first line names the columns")
            if len(set(columns)) < len(columns) or not all(columns):
                raise InputError(f"{path}:1: the header needs a name for each column, and each once")
            for option, names in (("--types", kinds), ("--key", [key] if key is not None else [])):
                strangers = [name for name in names if name not in columns]
                if strangers:
                    raise InputError(
                        f"{option}: {path} has no column {', '.join(strangers)}; its columns are {', '.join(columns)}"
                    )
            for cells in filter(None, reader):
                if len(cells) != len(columns):
                    raise InputError(f"{path}:{reader.line_num}: {len(cells)} cells, and the header has {len(columns)}")
                yield record_of(dict(zip(columns, cells, strict=True)), kinds, key, f"{path}:{reader.line_num}")
    except (OSError, csv.Error, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as CSV in UTF-8: {error}") from error


def record_of(row: Mapping[str, str], kinds: Mapping[str, str], key: str | None, place: str) -> Record:
    """Write one row."""
    fields = []
    for name, cell in row.items():
        try:
            fields.append(f"{text_json(name)}:{KINDS[kinds.get(name, 'text')](cell)}")
        except ValueError as error:
            raise InputError(f'{place}: column {name}: expected {error}, got "{cell}"') from error
    return Record(None if key is None else row[key].encode(), f"{{{','.join(fields)}}}".encode())
