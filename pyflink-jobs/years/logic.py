"""What the years job asks of its table of days, and how it writes a change; DESCRIPTION.md says why. No Flink here."""

from collections.abc import Mapping

BY_YEAR = """
    SELECT SUBSTRING(`date` FROM 1 FOR 4) AS `year`,
           weather,
           COUNT(*) AS days,
           SUM(precipitation) AS precipitation,
           MAX(temp_max) AS warmest
      FROM days
  GROUP BY SUBSTRING(`date` FROM 1 FOR 4), weather
"""


def change_of(kind: str, row: Mapping[str, object]) -> dict[str, object]:
    """Say of a row what has become of it: it is there now (+I, +U), or no longer (-U, -D)."""
    return {"op": kind, **row}
