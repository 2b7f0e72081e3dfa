"""Imports: ledgers kept by offices in Excel or CSV, read and raised as items."""
