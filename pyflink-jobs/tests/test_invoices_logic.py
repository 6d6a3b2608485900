"""The invoices logic against values worked out by hand from invoices/DESCRIPTION.md."""

import pytest

from invoices.logic import amount_of, order_line, to_exact_json


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        (3, "19.90", "59.70"),
        (1, "0.1000000000000000001", "0.1000000000000000001"),
        (7, "12345678901234567890.12", "86419752308641975230.84"),
    ],
)
def test_an_amount_has_every_digit(quantity: int, price: str, amount: str) -> None:
    """Neither read, nor multiplied, nor written as a double."""
    line = order_line(f'{{"id":1,"quantity":{quantity},"price":{price}}}')
    assert to_exact_json(amount_of(line)) == f'{{"id": 1, "price": {price}, "amount": {amount}}}'


def test_numbers_are_written_without_an_exponent() -> None:
    """As the description has it, however small they are."""
    line = order_line('{"id":4,"quantity":2,"price":1e-7}')
    assert to_exact_json(amount_of(line)) == '{"id": 4, "price": 0.0000001, "amount": 0.0000002}'
