"""The south-east airports logic against values worked out by hand from airports/DESCRIPTION.md."""

import pytest

from airports.logic import (
    Airport,
    degrees_and_minutes,
    is_in_southeast,
    known,
    normalise,
    rounded,
    slug_of,
    tidy,
    with_position,
)


def airport(*, name: str = "Dublin", city: str = "Dublin", latitude: float = 30.0, longitude: float = -80.0) -> Airport:
    """Build an airport of which only the named fields matter."""
    return {
        "iata": "DBN",
        "name": name,
        "city": city,
        "state": "GA",
        "country": "USA",
        "latitude": latitude,
        "longitude": longitude,
    }


def test_a_real_airport_becomes_a_place_with_a_position() -> None:
    """Line 1253 of the fixture, the one with quotes in its name."""
    recorded = airport(name='W. H. "Bud" Barron', latitude=32.56445806, longitude=-82.98525556)
    assert with_position(normalise(recorded)) == {
        "iata": "DBN",
        "name": 'W. H. "Bud" Barron',
        "city": "Dublin",
        "state": "GA",
        "slug": "w-h-bud-barron",
        "latitude": 32.5645,
        "longitude": -82.9853,
        "position": "32\u00b034\u2032N 82\u00b059\u2032W",
    }


def test_fields_come_in_the_described_order() -> None:
    """The order is part of the description."""
    assert list(with_position(normalise(airport()))) == [
        "iata",
        "name",
        "city",
        "state",
        "slug",
        "latitude",
        "longitude",
        "position",
    ]


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        ("  Moton   Municipal ", "Moton Municipal"),
        ("tab\tand\u00a0no-break \n", "tab\tand\u00a0no-break \n"),
        ("\u00c9t\u00e9", "\u00c9t\u00e9"),
        ("   ", ""),
    ],
)
def test_tidying_touches_blanks_and_nothing_else(typed: str, tidied: str) -> None:
    """A line end after a blank keeps that blank from standing at the end."""
    assert tidy(typed) == tidied


@pytest.mark.parametrize(
    ("typed", "meant"), [("NA", None), (" NA ", None), ("Na", "Na"), ("NAS Pensacola", "NAS Pensacola"), ("", "")]
)
def test_na_alone_means_unknown(typed: str, meant: str | None) -> None:
    """A city may well begin with NA."""
    assert known(typed) == meant


def test_an_unknown_city_is_none() -> None:
    """As on line 1717 of the fixture, and on eleven others."""
    assert normalise(airport(city="NA"))["city"] is None


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Union County, Troy Shelton", "union-county-troy-shelton"),
        ("(Old) Harbor 2", "old-harbor-2"),
        ("\u00c9t\u00e9 \u0130zmir \u212alein", "t-zmir-lein"),
        ("\u6771\u4eac \U0001f6eb", ""),
    ],
)
def test_a_slug_knows_26_letters(name: str, slug: str) -> None:
    """The dotted capital I and the Kelvin sign have lower-case forms in Unicode; here they are no letters."""
    assert slug_of(name) == slug


@pytest.mark.parametrize(
    ("degrees", "nearest"), [(33.67975, 33.6798), (-83.12802778, -83.128), (-0.00005, 0.0), (35.00004, 35.0)]
)
def test_degrees_are_rounded_to_four_places_with_halves_up(degrees: float, nearest: float) -> None:
    """Python's own round() makes 33.67975 into 33.6797."""
    assert rounded(degrees) == nearest
    assert isinstance(rounded(degrees), float)


@pytest.mark.parametrize(
    ("latitude", "longitude", "inside"),
    [
        (24.0, -78.0, True),
        (35.0, -88.5, True),
        (35.00004, -80.0, True),
        (35.0001, -80.0, False),
        (23.9999, -80.0, False),
        (30.0, -77.9999, False),
        (30.0, -88.5001, False),
    ],
)
def test_the_region_is_a_box_with_its_edges(latitude: float, longitude: float, inside: bool) -> None:
    """It is the rounded degrees that count."""
    assert is_in_southeast(normalise(airport(latitude=latitude, longitude=longitude))) is inside


@pytest.mark.parametrize(
    ("degrees", "written"),
    [
        (0.0, "0\u00b000\u2032N"),
        (33.9425, "33\u00b057\u2032N"),
        (-14.331, "14\u00b020\u2032S"),
        (9.9999, "10\u00b000\u2032N"),
        (5.05, "5\u00b003\u2032N"),
    ],
)
def test_an_angle_is_written_in_degrees_and_two_digit_minutes(degrees: float, written: str) -> None:
    """Sixty minutes become a degree."""
    assert degrees_and_minutes(degrees, "N", "S") == written


def test_a_position_names_all_four_sides() -> None:
    """Latitude first, east and west after."""
    place = normalise(airport(latitude=-14.5, longitude=170.25))
    assert with_position(place)["position"] == "14\u00b030\u2032S 170\u00b015\u2032E"
