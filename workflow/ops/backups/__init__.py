"""Backups: the whole installation in one file, made while people work, checked, and restored."""
