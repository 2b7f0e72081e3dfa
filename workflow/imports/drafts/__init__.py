"""Drafts of imports: ledgers on the way in by the browser, with choices and progress."""
