"""Moves for the composition of list types, by subject: each with its conditions and records.

A list type's file names the moves of the list; a move of a single list stands in that list's own
file.
"""
