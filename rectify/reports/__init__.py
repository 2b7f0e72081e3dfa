"""Reports: the output of commands, as a table for people and as JSON for programs."""
