"""The weeks logic against values worked out by hand from weeks/DESCRIPTION.md."""

import json

import pytest

from weeks.logic import Day, late_day, time_of, weather_of, week_of


def day(date: str, precipitation: float = 0.0, temp_max: float = 0.0) -> Day:
    """Build a rainy day."""
    return {"date": date, "precipitation": precipitation, "temp_max": temp_max, "weather": "rain"}


@pytest.mark.parametrize(
    ("date", "milliseconds"),
    [("1970-01-01", 0), ("1970-01-05", 345_600_000), ("2012-02-29", 1_330_473_600_000), ("1969-12-31", -86_400_000)],
)
def test_a_day_happens_at_midnight(date: str, milliseconds: int) -> None:
    """Midnight UTC, whatever the zone of the machine."""
    assert time_of(day(date)) == milliseconds


def test_a_week_adds_its_days_up_in_their_order() -> None:
    """0.1 and 0.2 are more than 0.3, and what is added last counts least."""
    days = [day("2012-01-03", 0.1, 4.4), day("2012-01-02", 0.2, -1.0), day("2012-01-04", 0.3, 4.3)]
    assert json.dumps(week_of("rain", time_of(day("2012-01-02")), days)) == (
        '{"week": "2012-01-02", "weather": "rain", "days": 3, "precipitation": 0.6000000000000001, "warmest": 4.4}'
    )


def test_the_warmest_day_of_a_cold_week_is_below_zero() -> None:
    """No warmth is made up."""
    assert week_of("snow", 0, [day("1970-01-01", 0.0, -3.5), day("1970-01-02", 0.0, -2.5)])["warmest"] == -2.5


def test_a_late_day_is_told_by_its_date_and_its_kind() -> None:
    """It is counted in no week."""
    assert json.dumps(late_day(day("2012-01-21"))) == '{"late": "2012-01-21", "weather": "rain"}'
    assert weather_of(day("2012-01-21")) == "rain"
