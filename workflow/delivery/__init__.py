"""Delivery of messages: outbox, inbox, mail digest and channels."""
