"""The type-crossing logic against crossing/DESCRIPTION.md."""

import math

import pytest

from crossing.logic import crossed, is_named, plain, probe_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("1.0", 1.0),
        ("null", None),
        ("9223372036854775808", 2**63),
        ('[1, "a"]', [1, "a"]),
        ('"\\ud800"', "\ud800"),
    ],
)
def test_a_value_is_read_from_the_text_in_the_record(text: str, value: object) -> None:
    """The value of a record is JSON within JSON."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    probe = probe_of(f'{{"id": "one", "type": "LONG", "value": "{quoted}"}}')
    assert probe == {"id": "one", "type": "LONG", "value": value}
    assert type(probe["value"]) is type(value)


def test_python_reads_numbers_that_json_has_not() -> None:
    """NaN and the infinities are bare words."""
    value = probe_of('{"id": "one", "type": "DOUBLE", "value": "NaN"}')["value"]
    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize(
    ("value", "kind"),
    [(1, "int"), (1.0, "float"), (True, "bool"), ("", "str"), (None, "NoneType"), ([1], "list"), ((1, "a"), "tuple")],
)
def test_what_came_back_is_told_with_its_kind(value: object, kind: str) -> None:
    """The kind is the name of the Python type, and not of the Flink type."""
    back = crossed("one", "LONG", value)
    assert (back["id"], back["type"], back["kind"]) == ("one", "LONG", kind)


def test_what_json_has_no_word_for_becomes_a_list() -> None:
    """Tuples, nested ones too; texts and objects stay what they are."""
    assert plain((1, ("a", None))) == [1, ["a", None]]
    assert plain("text") == "text"
    assert plain({"b": 1}) == {"b": 1}


def test_a_value_without_an_id_is_not_written() -> None:
    """Nobody asked for it."""
    assert is_named(crossed("one", "INT", 1))
    assert not is_named(crossed("", "INT", 1))
