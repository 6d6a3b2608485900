"""What the weeks job makes of days, and of the days of a week; DESCRIPTION.md says why. Pure functions, no Flink."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypedDict


class Day(TypedDict):
    """A day as measured; what this job needs of it."""

    date: str
    precipitation: float
    temp_max: float
    weather: str


class Week(TypedDict):
    """The days of one kind of weather in one week."""

    week: str
    weather: str
    days: int
    precipitation: float
    warmest: float


class LateDay(TypedDict):
    """A day that came when its week had been closed."""

    late: str
    weather: str


def time_of(day: Day) -> int:
    """Tell when a day begins, in milliseconds since 1970, UTC."""
    return int(datetime.fromisoformat(day["date"]).replace(tzinfo=UTC).timestamp()) * 1000


def weather_of(day: Day) -> str:
    """Name the key under which days are put together."""
    return day["weather"]


def week_of(weather: str, start_ms: int, days: Iterable[Day]) -> Week:
    """Add up the days of a week, in the order in which they came."""
    count, precipitation, warmest = 0, 0.0, float("-inf")
    for day in days:
        count += 1
        precipitation += day["precipitation"]
        warmest = max(warmest, day["temp_max"])
    start = datetime.fromtimestamp(start_ms / 1000, tz=UTC).date().isoformat()
    return {"week": start, "weather": weather, "days": count, "precipitation": precipitation, "warmest": warmest}


def late_day(day: Day) -> LateDay:
    """Tell of a day that came too late."""
    return {"late": day["date"], "weather": day["weather"]}
