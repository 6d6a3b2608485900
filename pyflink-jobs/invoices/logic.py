"""What the invoices job makes of a line of an order; DESCRIPTION.md says why. Pure functions, no Flink."""

import json
from decimal import Context, Decimal
from typing import TypedDict

# More digits than any amount has: a context of fewer would round it.
EXACT = Context(prec=60)


class OrderLine(TypedDict):
    """A line of an order: how many of an article, and the price of one."""

    id: int
    quantity: int
    price: Decimal


class Amount(TypedDict):
    """What a line comes to."""

    id: int
    price: Decimal
    amount: Decimal


def order_line(text: str) -> OrderLine:
    """Read a line, its price with every digit."""
    line: OrderLine = json.loads(text, parse_float=Decimal)
    return line


def amount_of(line: OrderLine) -> Amount:
    """Multiply, without rounding."""
    price = line["price"]
    return {"id": line["id"], "price": price, "amount": EXACT.multiply(price, Decimal(line["quantity"]))}


def to_exact_json(amount: Amount) -> str:
    """Write the numbers with all their digits; json.dumps refuses decimals."""
    return f'{{"id": {amount["id"]}, "price": {amount["price"]:f}, "amount": {amount["amount"]:f}}}'
