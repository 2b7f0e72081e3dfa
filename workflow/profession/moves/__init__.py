"""Moves that list types are composed of, by subject: each with its conditions and records.

A list type's file says which of them it has; a move that one list alone has stands in that
list's own file.
"""
