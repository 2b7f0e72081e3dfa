"""Invariants of the records, checked by a job independent of the code that keeps them."""
