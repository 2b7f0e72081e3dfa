"""A year of an organisation, day by day, and everything that people were told in it."""
