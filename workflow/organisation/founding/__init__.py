"""Founding by the browser: the first run, from a one-time address to three administrators.

The answers of the steps are kept apart; one transaction founds the installation out of all of them.
"""
