"""The pages: a module that declares ``blueprint`` is found; ``workflow`` decides what it may do."""
