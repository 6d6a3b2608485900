"""Invoices: what each line of an order comes to, to the last digit."""
