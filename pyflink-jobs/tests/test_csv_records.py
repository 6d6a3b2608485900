"""The records of a CSV file against what JavaScript and the JSON of the harness make of the same cells."""

from pathlib import Path

import pytest
from csv_records import InputError, double_text, kinds_of, records_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (10.0, "10.0"),
        (12.25, "12.25"),
        (-0.1, "-0.1"),
        (1e20, "100000000000000000000.0"),
        (123456789012345680000.0, "123456789012345680000.0"),
        (1e21, "1e+21"),
        (1.5e300, "1.5e+300"),
        (0.000001, "0.000001"),
        (1.5e-6, "0.0000015"),
        (1e-7, "1e-7"),
        (1.25e-7, "1.25e-7"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740993.0, "9007199254740992.0"),
    ],
)
def test_a_double_is_written_as_javascript_writes_it_and_always_as_one(value: float, text: str) -> None:
    """The texts are those of `String(value)` in Node, with a fraction where there is none."""
    assert double_text(value) == text


def read(tmp_path: Path, text: str, types: str = "", key: str | None = None) -> list[tuple[bytes | None, str]]:
    """Read a file of this text."""
    path = tmp_path / "rows.csv"
    path.write_bytes(text.encode())
    return [(record.key, record.value.decode()) for record in records_of(str(path), kinds_of(types), key)]


def test_a_row_is_an_object_in_the_order_of_the_columns(tmp_path: Path) -> None:
    """Text stays text unless another kind is asked for; blank lines are none."""
    text = 'day,mm,days,rain,"na\u00efve ""name"""\r\n2012-01-01,10,+07,TRUE,"a\nb\u2028\U0001f327"\r\n\r\n'
    assert read(tmp_path, text, "day=date,mm=double,days=int,rain=boolean", "day") == [
        (
            b"2012-01-01",
            '{"day":"2012-01-01","mm":10.0,"days":7,"rain":true,"na\u00efve \\"name\\"":"a\\nb\u2028\U0001f327"}',
        )
    ]


def test_a_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    """Spreadsheets write one."""
    assert read(tmp_path, "\ufeffa\n1\n") == [(None, '{"a":"1"}')]


@pytest.mark.parametrize(
    ("text", "types", "complaint"),
    [
        ("a\n1,2\n", "", "rows.csv:2: 2 cells, and the header has 1"),
        ("a,b\n1,x\n", "b=double", 'rows.csv:2: column b: expected a decimal number that a double can hold, got "x"'),
        ("a\n2147483648\n", "a=int", 'expected an integer from -2147483648 to 2147483647, got "2147483648"'),
        ("a\n1e999\n", "a=double", "a double can hold"),
        ("a\n2012-02-30\n", "a=date", "a calendar day as YYYY-MM-DD"),
        ("a\nyes\n", "a=boolean", "true or false"),
        ("a\n", "b=int", "--types: "),
        ("a,a\n", "", "rows.csv:1: the header needs a name for each column, and each once"),
        ("", "", "cannot be empty"),
        ('a\n"1\n', "", "cannot be read as CSV"),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(tmp_path: Path, text: str, types: str, complaint: str) -> None:
    """One line each, with the line of the file where there is one."""
    with pytest.raises(InputError) as told:
        read(tmp_path, text, types)
    assert complaint in str(told.value)
    assert "\n" not in str(told.value)


def test_types_name_a_column_and_a_kind() -> None:
    """A column may have any name, an equals sign in it too."""
    assert kinds_of("a=b=int,c=double") == {"a=b": "int", "c": "double"}
    with pytest.raises(InputError, match="names no column and its kind"):
        kinds_of("a=integer")
