"""What the readings job makes of one day; DESCRIPTION.md says why. Pure functions, no Flink."""

from collections.abc import Iterator
from typing import TypedDict

FRESH_BREEZE_FROM = 6.0


class Day(TypedDict):
    """A day as measured: millimetres, degrees Celsius, metres per second."""

    date: str
    precipitation: float
    temp_max: float
    temp_min: float
    wind: float


class Reading(TypedDict):
    """What one instrument showed on a day."""

    date: str
    instrument: str
    value: float
    unit: str


def readings_of(day: Day) -> Iterator[Reading]:
    """Give the readings of a day, in the order of the description."""
    if day["precipitation"] > 0.0:
        gauge = "rain gauge" if day["temp_max"] > 0.0 else "snow gauge"
        yield reading(day, gauge, day["precipitation"], "mm")
    if day["temp_min"] < 0.0:
        yield reading(day, "frost alarm", day["temp_min"], "degC")
    if day["wind"] >= FRESH_BREEZE_FROM:
        yield reading(day, "anemometer", day["wind"], "m/s")


def reading(day: Day, instrument: str, value: float, unit: str) -> Reading:
    """Write down what an instrument showed."""
    return {"date": day["date"], "instrument": instrument, "value": value, "unit": unit}
