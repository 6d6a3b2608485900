"""The rainy-days logic against values worked out by hand from weather/DESCRIPTION.md."""

import json

import pytest

from weather.logic import Day, is_rainy, rounded, severity_of, to_imperial


def day(*, precipitation: float = 0.0, temp_max: float = 10.0, temp_min: float = 0.0, wind: float = 0.0) -> Day:
    """Build a day of which only the named measures matter."""
    return {
        "date": "2012-01-02",
        "precipitation": precipitation,
        "temp_max": temp_max,
        "temp_min": temp_min,
        "wind": wind,
        "weather": "rain",
    }


def test_a_real_day_is_converted_field_by_field() -> None:
    """2 January 2012, line 3 of the fixture; its range is 14.04, though 51.1 - 37.0 is 14.1."""
    converted = to_imperial(day(precipitation=10.9, temp_max=10.6, temp_min=2.8, wind=4.5))
    assert converted == {
        "date": "2012-01-02",
        "precipitation_in": 0.43,
        "temp_max_f": 51.1,
        "temp_min_f": 37.0,
        "temp_range_f": 14.0,
        "wind_mph": 10.1,
        "weather": "rain",
        "severity": "moderate",
    }


def test_whole_measures_stay_doubles_in_json() -> None:
    """JSON knows one kind of number, its readers do not."""
    assert '"temp_max_f": 50.0, "temp_min_f": 32.0, "temp_range_f": 18.0, "wind_mph": 0.0' in json.dumps(
        to_imperial(day())
    )


def test_fields_come_in_the_described_order() -> None:
    """The order is part of the description."""
    assert list(to_imperial(day())) == [
        "date",
        "precipitation_in",
        "temp_max_f",
        "temp_min_f",
        "temp_range_f",
        "wind_mph",
        "weather",
        "severity",
    ]


def test_frost_is_converted_below_zero() -> None:
    """-20.3 degrees Celsius are -4.54 degrees Fahrenheit."""
    assert to_imperial(day(temp_min=-20.3))["temp_min_f"] == -4.5


def test_a_mile_a_second_is_3600_miles_an_hour() -> None:
    """A mile is 1609.344 metres, and a wind this strong shows every digit of it."""
    assert to_imperial(day(wind=1609.344))["wind_mph"] == 3600.0


@pytest.mark.parametrize(
    ("value", "per_unit", "nearest"),
    [(0.25, 10.0, 0.3), (-0.25, 10.0, -0.2), (0.125, 100.0, 0.13), (-0.125, 100.0, -0.12), (50.0, 10.0, 50.0)],
)
def test_a_half_is_rounded_up_on_both_sides_of_zero(value: float, per_unit: float, nearest: float) -> None:
    """Python's own round() would say 0.2, -0.2, 0.12, -0.12."""
    assert rounded(value, per_unit) == nearest


@pytest.mark.parametrize(
    ("millimetres", "rainy"), [(0.0, False), (0.8, False), (0.88, False), (0.89, True), (1.0, True), (55.9, True)]
)
def test_a_day_is_rainy_from_four_hundredths_of_an_inch(millimetres: float, rainy: bool) -> None:
    """0.88 mm round to 0.03 inches, 0.89 mm to 0.04."""
    assert is_rainy(to_imperial(day(precipitation=millimetres))) is rainy


@pytest.mark.parametrize(
    ("inches", "severity"),
    [(0.0, "light"), (0.09, "light"), (0.1, "moderate"), (0.49, "moderate"), (0.5, "heavy"), (2.2, "heavy")],
)
def test_severity_changes_at_a_tenth_and_at_half_an_inch(inches: float, severity: str) -> None:
    """Both edges belong to the wetter side."""
    assert severity_of(inches) == severity


def test_severity_is_judged_on_the_rounded_inches() -> None:
    """2.5 mm are 0.0984 inches, and 12.6 mm are 0.4961."""
    assert to_imperial(day(precipitation=2.5))["severity"] == "moderate"
    assert to_imperial(day(precipitation=12.6))["severity"] == "heavy"
