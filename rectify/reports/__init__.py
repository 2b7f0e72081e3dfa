"""Reports: what commands print, as a table for people and as JSON for programs."""
