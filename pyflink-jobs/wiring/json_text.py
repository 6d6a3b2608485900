"""Rows as JSON text. No Flink in here: what is imported at the workers is imported by each of them."""

import json
from collections.abc import Mapping


def to_json(row: Mapping[str, object]) -> str:
    """Write a row as JSON text; letters beyond ASCII stay as they are."""
    return json.dumps(row, ensure_ascii=False)
