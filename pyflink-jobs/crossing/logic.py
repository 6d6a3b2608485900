"""What the type-crossing job does to one value; DESCRIPTION.md says why. Pure functions, no Flink."""

import json
from typing import TypedDict


class Probe(TypedDict):
    """A value on its way in, with the name of the Flink type that it is to cross in."""

    id: str
    type: str
    value: object


class Crossed(TypedDict):
    """A value on its way out, with the name of the Python type that it came back as."""

    id: str
    type: str
    kind: str
    value: object


def probe_of(text: str) -> Probe:
    """Read a record; its value is JSON text within the JSON."""
    record = json.loads(text)
    return {"id": record["id"], "type": record["type"], "value": json.loads(record["value"])}


def crossed(probe_id: str, type_name: str, value: object) -> Crossed:
    """Tell what came back."""
    return {"id": probe_id, "type": type_name, "kind": type(value).__name__, "value": plain(value)}


def plain(value: object) -> object:
    """Turn what JSON has no word for, a Row or a tuple, into a list."""
    if isinstance(value, (str, dict)) or not hasattr(value, "__iter__"):
        return value
    return [plain(element) for element in value]


def is_named(crossing: Crossed) -> bool:
    """Tell whether the value is one to write: without an id nobody asked for it."""
    return crossing["id"] != ""
