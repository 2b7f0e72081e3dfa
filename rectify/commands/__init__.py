"""A module for each command; its ``command`` is found by the file's name."""
