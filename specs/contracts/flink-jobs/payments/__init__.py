"""Payments in, payments out, exactly once; see job.py."""
