"""Imports: ledgers that offices keep in Excel or CSV, read and brought in."""
