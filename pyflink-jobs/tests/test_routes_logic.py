"""The routes logic against what routes/DESCRIPTION.md says."""

import pytest

from routes.logic import Airport, Route, departure, iata_of, is_far_south, origin_of

ROUTE: Route = {"origin": "MIA", "destination": "ATL", "count": 6623}


def airport(latitude: float) -> Airport:
    """Make an airport at a latitude."""
    return {"iata": "MIA", "name": "Miami International", "city": "Miami", "state": "FL", "latitude": latitude}


@pytest.mark.parametrize(("latitude", "is_in"), [(29.9999, True), (30.0, False), (-10.0, True), (47.4, False)])
def test_the_far_south_is_below_30_degrees(latitude: float, is_in: bool) -> None:
    """The boundary itself is out."""
    assert is_far_south(airport(latitude)) is is_in


def test_a_route_and_its_airport_have_the_same_key() -> None:
    """They meet by it."""
    assert origin_of(ROUTE) == iata_of(airport(25.8)) == "MIA"


def test_a_departure_has_the_fields_of_both_in_the_described_order() -> None:
    """The order of the fields is part of the output."""
    assert list(departure(ROUTE, airport(25.8)).items()) == [
        ("origin", "MIA"),
        ("destination", "ATL"),
        ("flights", 6623),
        ("name", "Miami International"),
        ("city", "Miami"),
        ("state", "FL"),
    ]
