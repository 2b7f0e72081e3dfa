"""Drafts of imports: a ledger on its way in by the browser, with choices and progress."""
