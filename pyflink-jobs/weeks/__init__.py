"""The weather week by week, from days that arrive out of order, some of them late."""
