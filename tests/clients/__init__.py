"""Clients generated from the document: `make clients` makes, checks and uses them."""
