"""How the product is started: the command line, embedded servers and demo data."""
