"""What the south-east airports job does to one airport; DESCRIPTION.md says why. Pure functions, no Flink."""

import math
import re
import string
from typing import TypedDict

SOUTH, NORTH = 24.0, 35.0
WEST, EAST = -88.5, -78.0

# str.lower() follows Unicode, and not every language follows the same version of it.
ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class Airport(TypedDict):
    """An airport as recorded: names as typed, degrees as measured."""

    iata: str
    name: str
    city: str
    state: str
    country: str
    latitude: float
    longitude: float


class Place(TypedDict):
    """An airport with tidy names and rounded degrees; an unknown city or state is None."""

    iata: str
    name: str
    city: str | None
    state: str | None
    slug: str
    latitude: float
    longitude: float


class PositionedPlace(Place):
    """A place with its position in degrees and minutes."""

    position: str


def tidy(text: str) -> str:
    """Drop blanks at the ends and make every run of blanks one; a blank is U+0020 and nothing else."""
    return re.sub(" +", " ", text).strip(" ")


def known(text: str) -> str | None:
    """Tidy a text of which `NA` says that nobody knew."""
    tidied = tidy(text)
    return None if tidied == "NA" else tidied


def slug_of(name: str) -> str:
    """Make a name fit for a web address: a to z, 0 to 9, single hyphens inside."""
    return re.sub("[^a-z0-9]+", "-", name.translate(ASCII_LOWER)).strip("-")


def rounded(degrees: float) -> float:
    """Round to ten-thousandths of a degree (11 m), halves up; always a float."""
    return math.floor(degrees * 10000.0 + 0.5) / 10000.0


def degrees_and_minutes(degrees: float, positive: str, negative: str) -> str:
    """Write an angle as whole degrees and whole minutes, and its side."""
    whole, minutes = divmod(math.floor(abs(degrees) * 60.0 + 0.5), 60)
    return f"{whole}\N{DEGREE SIGN}{minutes:02d}\N{PRIME}{positive if degrees >= 0 else negative}"


def normalise(airport: Airport) -> Place:
    """Tidy the names, round the degrees and derive the slug."""
    name = tidy(airport["name"])
    return {
        "iata": airport["iata"],
        "name": name,
        "city": known(airport["city"]),
        "state": known(airport["state"]),
        "slug": slug_of(name),
        "latitude": rounded(airport["latitude"]),
        "longitude": rounded(airport["longitude"]),
    }


def is_in_southeast(place: Place) -> bool:
    """Tell whether a place lies in the box of the region, its edges included."""
    return SOUTH <= place["latitude"] <= NORTH and WEST <= place["longitude"] <= EAST


def with_position(place: Place) -> PositionedPlace:
    """Add the position as people write it, latitude first."""
    latitude = degrees_and_minutes(place["latitude"], "N", "S")
    longitude = degrees_and_minutes(place["longitude"], "E", "W")
    return {**place, "position": f"{latitude} {longitude}"}
