"""The running-totals logic against values worked out by hand from totals/DESCRIPTION.md."""

import json
from functools import reduce

import pytest

from totals.logic import Day, added, total_of, weather_of


def day(date: str, precipitation: float, weather: str = "rain") -> Day:
    """Build a day of January 2012."""
    return {"date": f"2012-01-{date}", "precipitation": precipitation, "weather": weather}


def test_a_day_by_itself_is_a_total_of_one() -> None:
    """Fields in the described order; a whole sum stays a double."""
    assert json.dumps(total_of(day("02", 7.0))) == (
        '{"weather": "rain", "days": 1, "precipitation": 7.0, "wettest": "2012-01-02", "wettest_mm": 7.0}'
    )


def test_a_total_adds_up_in_the_order_of_the_days() -> None:
    """0.1 and 0.2 are more than 0.3, and what is added last counts least."""
    totals = [total_of(day("02", 0.1)), total_of(day("03", 0.2)), total_of(day("04", 0.3))]
    assert reduce(added, totals) == {
        "weather": "rain",
        "days": 3,
        "precipitation": 0.6000000000000001,
        "wettest": "2012-01-04",
        "wettest_mm": 0.3,
    }


@pytest.mark.parametrize(("second", "wettest"), [(4.9, "2012-01-02"), (5.0, "2012-01-02"), (5.1, "2012-01-03")])
def test_of_several_wettest_days_the_first_is_named(second: float, wettest: str) -> None:
    """A later day must be wetter to take its place."""
    assert added(total_of(day("02", 5.0)), total_of(day("03", second)))["wettest"] == wettest


def test_totals_are_kept_by_the_word_of_the_weather() -> None:
    """The word and nothing else."""
    assert weather_of(total_of(day("02", 1.0, "snow"))) == "snow"
