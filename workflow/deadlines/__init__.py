"""Deadlines: where an item stands, on its ladder, in its step and in days overdue."""
