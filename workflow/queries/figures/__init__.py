"""Figures: indicators reckoned from what every item was and when, each with its rows."""
