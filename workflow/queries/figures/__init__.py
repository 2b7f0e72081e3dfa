"""Figures: indicators reckoned from the facts of every item over time, each with its rows."""
