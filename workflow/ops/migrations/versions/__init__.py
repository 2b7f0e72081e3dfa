"""The migrations of the schema, a module each, in the order of their numbers."""
