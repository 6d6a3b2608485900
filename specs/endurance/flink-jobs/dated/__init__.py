"""Days by their dates, written in transactions."""
