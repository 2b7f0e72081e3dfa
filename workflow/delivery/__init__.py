"""Delivery: what leaves the house, by outbox, inbox, mail digest and channel."""
