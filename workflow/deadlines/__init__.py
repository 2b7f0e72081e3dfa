"""Deadlines: the position of an item on its ladder, the clock of its step, and overdue days."""
