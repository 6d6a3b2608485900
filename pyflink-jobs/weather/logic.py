"""What the rainy-days job does to one day; DESCRIPTION.md says why. Pure functions, no Flink."""

import math
from typing import Literal, TypedDict

Severity = Literal["light", "moderate", "heavy"]

RAINY_FROM_IN = 0.04
MODERATE_FROM_IN = 0.1
HEAVY_FROM_IN = 0.5


class Day(TypedDict):
    """A day as measured: millimetres, degrees Celsius, metres per second."""

    date: str
    precipitation: float
    temp_max: float
    temp_min: float
    wind: float
    weather: str


class ImperialDay(TypedDict):
    """A day in inches, degrees Fahrenheit and miles per hour."""

    date: str
    precipitation_in: float
    temp_max_f: float
    temp_min_f: float
    temp_range_f: float
    wind_mph: float
    weather: str
    severity: Severity


def rounded(value: float, per_unit: float) -> float:
    """Round to the nearest of `per_unit` steps in a unit (100.0: hundredths), halves up; always a float."""
    return math.floor(value * per_unit + 0.5) / per_unit


def to_fahrenheit(celsius: float) -> float:
    """Convert a temperature, not rounded."""
    return celsius * 9.0 / 5.0 + 32.0


def to_mph(metres_per_second: float) -> float:
    """Convert a speed, not rounded; a mile is 1609.344 m."""
    return metres_per_second * 3600.0 / 1609.344


def severity_of(precipitation_in: float) -> Severity:
    """Name how wet a day was, from its rounded inches."""
    if precipitation_in >= HEAVY_FROM_IN:
        return "heavy"
    if precipitation_in >= MODERATE_FROM_IN:
        return "moderate"
    return "light"


def to_imperial(day: Day) -> ImperialDay:
    """Convert every unit of a day and derive its temperature range and severity."""
    precipitation_in = rounded(day["precipitation"] / 25.4, 100.0)
    return {
        "date": day["date"],
        "precipitation_in": precipitation_in,
        "temp_max_f": rounded(to_fahrenheit(day["temp_max"]), 10.0),
        "temp_min_f": rounded(to_fahrenheit(day["temp_min"]), 10.0),
        "temp_range_f": rounded((day["temp_max"] - day["temp_min"]) * 9.0 / 5.0, 10.0),
        "wind_mph": rounded(to_mph(day["wind"]), 10.0),
        "weather": day["weather"],
        "severity": severity_of(precipitation_in),
    }


def is_rainy(day: ImperialDay) -> bool:
    """Tell whether the day counts as rainy: 0.04 inches is the 1 mm of a meteorologist's wet day."""
    return day["precipitation_in"] >= RAINY_FROM_IN
