"""The readings logic against values worked out by hand from readings/DESCRIPTION.md."""

import json

import pytest

from readings.logic import Day, readings_of


def day(*, precipitation: float = 0.0, temp_max: float = 10.0, temp_min: float = 5.0, wind: float = 0.0) -> Day:
    """Build a day of which only the named measures matter."""
    return {
        "date": "2012-01-02",
        "precipitation": precipitation,
        "temp_max": temp_max,
        "temp_min": temp_min,
        "wind": wind,
    }


def instruments(of: Day) -> list[str]:
    """Name the instruments that showed something."""
    return [reading["instrument"] for reading in readings_of(of)]


def test_a_mild_dry_day_without_wind_gives_nothing() -> None:
    """No row at all."""
    assert instruments(day()) == []


def test_a_day_of_everything_gives_its_readings_in_order() -> None:
    """Each with its value and its unit."""
    assert json.dumps(list(readings_of(day(precipitation=3.0, temp_max=-1.0, temp_min=-4.5, wind=6.0)))) == (
        '[{"date": "2012-01-02", "instrument": "snow gauge", "value": 3.0, "unit": "mm"},'
        ' {"date": "2012-01-02", "instrument": "frost alarm", "value": -4.5, "unit": "degC"},'
        ' {"date": "2012-01-02", "instrument": "anemometer", "value": 6.0, "unit": "m/s"}]'
    )


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ({"precipitation": 0.1}, ["rain gauge"]),
        ({"precipitation": 0.1, "temp_max": 0.1}, ["rain gauge"]),
        ({"precipitation": 0.1, "temp_max": 0.0}, ["snow gauge"]),
        ({"temp_min": 0.0}, []),
        ({"temp_min": -0.1}, ["frost alarm"]),
        ({"wind": 5.9}, []),
        ({"wind": 6.0}, ["anemometer"]),
    ],
)
def test_each_instrument_has_its_edge(measures: dict[str, float], expected: list[str]) -> None:
    """The edges of the description's table."""
    assert instruments(day(**measures)) == expected
