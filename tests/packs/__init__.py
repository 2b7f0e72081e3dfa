"""A second profession on the same engine, in a process that never imports the first."""
