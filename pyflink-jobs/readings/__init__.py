"""Readings: each day of weather as one row for every instrument that showed something."""
