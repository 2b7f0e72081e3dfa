"""The pages: every module with a ``blueprint`` is found; ``workflow`` decides permissions."""
