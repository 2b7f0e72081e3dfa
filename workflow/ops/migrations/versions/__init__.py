"""versions: say here what this room is for."""
