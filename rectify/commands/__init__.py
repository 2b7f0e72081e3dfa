"""One module for each command; its ``command`` is found by its file's name."""
