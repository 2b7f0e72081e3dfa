"""The engine: a decision, from the rows read to the single statement that writes it."""
