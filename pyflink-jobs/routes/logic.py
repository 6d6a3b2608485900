"""What the routes job takes of airports and makes of a route; DESCRIPTION.md says why. Pure functions, no Flink."""

from typing import TypedDict


class Route(TypedDict):
    """How many flights there were from one airport to another."""

    origin: str
    destination: str
    count: int


class Airport(TypedDict):
    """An airport; what this job needs of it."""

    iata: str
    name: str
    city: str
    state: str
    latitude: float


class Departure(TypedDict):
    """A route with the airport that it leaves from."""

    origin: str
    destination: str
    flights: int
    name: str
    city: str
    state: str


FAR_SOUTH_BELOW = 30.0


def is_far_south(airport: Airport) -> bool:
    """Tell whether an airport lies in the far south."""
    return airport["latitude"] < FAR_SOUTH_BELOW


def origin_of(route: Route) -> str:
    """Name the airport that a route leaves from."""
    return route["origin"]


def iata_of(airport: Airport) -> str:
    """Name an airport as routes do."""
    return airport["iata"]


def departure(route: Route, airport: Airport) -> Departure:
    """Put a route and its airport together."""
    return {
        "origin": route["origin"],
        "destination": route["destination"],
        "flights": route["count"],
        "name": airport["name"],
        "city": airport["city"],
        "state": airport["state"],
    }
