"""What the running-totals job makes of a day, and of two totals; DESCRIPTION.md says why. Pure functions, no Flink."""

from typing import TypedDict


class Day(TypedDict):
    """A day as measured; what this job needs of it."""

    date: str
    precipitation: float
    weather: str


class Total(TypedDict):
    """The days of one kind of weather so far."""

    weather: str
    days: int
    precipitation: float
    wettest: str
    wettest_mm: float


def total_of(day: Day) -> Total:
    """Make the total of a day by itself."""
    return {
        "weather": day["weather"],
        "days": 1,
        "precipitation": day["precipitation"],
        "wettest": day["date"],
        "wettest_mm": day["precipitation"],
    }


def added(before: Total, total: Total) -> Total:
    """Add a later total of the same weather to what there is."""
    wettest = total if total["wettest_mm"] > before["wettest_mm"] else before
    return {
        "weather": before["weather"],
        "days": before["days"] + total["days"],
        "precipitation": before["precipitation"] + total["precipitation"],
        "wettest": wettest["wettest"],
        "wettest_mm": wettest["wettest_mm"],
    }


def weather_of(total: Total) -> str:
    """Name the key under which totals are kept."""
    return total["weather"]
