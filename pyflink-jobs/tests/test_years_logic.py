"""The years logic; what its query gives is for a run to show."""

from years.logic import change_of


def test_a_change_says_first_what_it_does() -> None:
    """The row itself follows as it is."""
    row = {"year": "2012", "weather": "rain", "days": 1, "precipitation": 0.8, "warmest": 11.7}
    assert list(change_of("+I", row).items()) == [("op", "+I"), *row.items()]
