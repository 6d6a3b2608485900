"""Running totals of the weather: what has come down so far on the days of each kind."""
