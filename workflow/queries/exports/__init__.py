"""Exports: lists as filtered, and the special ledger, on their way out as sheets."""
