"""Ladders as data: drafted, proven, previewed and published by the security administrator.

An edition holds from a future day on and never changes again; the open items are then planned anew
in the background (ADR 13).
"""
