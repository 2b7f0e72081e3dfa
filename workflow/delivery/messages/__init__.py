"""Messages to people: the digest of a day, what people choose, and what became of each mail."""
