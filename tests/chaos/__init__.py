"""Everything is killed at random during a long sweep; afterwards nothing is missing or doubled."""
