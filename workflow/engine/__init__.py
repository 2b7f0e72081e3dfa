"""The engine: one decision, from the rows it reads to the one statement that writes it."""
