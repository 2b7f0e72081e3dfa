"""Inspections: sheets of lines in editions, rounds over units, findings, and look-backs."""
